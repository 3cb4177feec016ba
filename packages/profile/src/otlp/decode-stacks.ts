import type { Locations } from '../pprof/decode-locations.ts';
import type { Spans } from '../pprof/outline.ts';
import { scratch } from '../pprof/scratch.ts';
import { StackReader } from '../pprof/stack-reader.ts';
import type { WireReader } from '../pprof/wire-reader.ts';
import type { StackTable } from '../profile.ts';
import type { OtlpLimits } from './limits.ts';
import { OTLP_TAG } from './wire.ts';

/** As with samples of pprof: a function that is called often is optimised once. */
const CHUNK = 256;

/** The stacks of a dictionary. */
export interface Stacks {
  readonly table: StackTable;
  /** StackIndex of each entry; -1 for an empty one. Lives no longer than the decode. */
  readonly node: Int32Array;
}

/** Enters the dictionary's stacks, lists of locations with the leaf first, into one prefix tree. */
export function decodeStacks(reader: WireReader, spans: Spans, locations: Locations, limits: OtlpLimits): Stacks {
  const { length, bytes } = spans;
  // Two bytes a location, half of which continue a path that is there already.
  const stacks = new StackReader(reader, length, bytes / 4, locations, limits);
  const node = scratch.int32(Math.max(1, length)).fill(-1);
  for (let row = 0; row < length; row += CHUNK) {
    readChunk(reader, stacks, spans, node, row, Math.min(row + CHUNK, length));
  }
  return { table: stacks.finish(), node };
}

function readChunk(
  reader: WireReader,
  stacks: StackReader,
  spans: Spans,
  node: Int32Array,
  from: number,
  to: number,
): void {
  const { bytes } = reader;
  for (let row = from; row < to; row++) {
    const start = spans.start(row);
    const end = spans.end(row);
    if (start === end) continue;
    reader.enter('stack', row, start, end);
    // One packed field that fills the entry: its bytes are looked at once, however often a stack is repeated.
    if (bytes[start] === OTLP_TAG.stackLocations) {
      reader.pos = start + 1;
      const stop = reader.length();
      if (stop === end) {
        node[row] = reader.pos === stop ? -1 : stacks.packed(reader.pos, stop);
        continue;
      }
      reader.pos = start;
    }
    node[row] = readAny(reader, stacks);
  }
}

/** Reads a stack in whatever form the wire format allows. */
function readAny(reader: WireReader, stacks: StackReader): number {
  const { end } = reader;
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === OTLP_TAG.stackLocation) {
      const start = reader.pos;
      reader.varint();
      const { pos } = reader;
      stacks.pushPacked(start, pos);
      reader.pos = pos;
    } else if (tag === OTLP_TAG.stackLocations) {
      const stop = reader.length();
      stacks.pushPacked(reader.pos, stop);
      reader.pos = stop;
    } else reader.skip(tag);
  }
  return stacks.enter();
}
