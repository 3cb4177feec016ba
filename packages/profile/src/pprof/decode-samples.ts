import type { SampleTable, StackTable } from '../profile.ts';
import type { Locations } from './decode-locations.ts';
import { LabelColumns } from './label-columns.ts';
import type { PprofLimits } from './limits.ts';
import type { Spans } from './outline.ts';
import { StackReader } from './stack-reader.ts';
import { TAG } from './wire.ts';
import type { WireReader } from './wire-reader.ts';

/** What the samples refer to. */
export interface SampleContext {
  readonly locations: Locations;
  readonly types: number;
  readonly strings: number;
  readonly limits: PprofLimits;
}

/** Decodes the samples, by far the largest part of a pprof. */
export function decodeSamples(
  reader: WireReader,
  spans: Spans,
  { locations, types, strings, limits }: SampleContext,
): { readonly samples: SampleTable; readonly stacks: StackTable } {
  const { length } = spans;
  const { ids } = locations;
  // Every sample has one value a type of at least a byte, so columns larger than the profile itself are a lie.
  if (length * types > reader.bytes.length)
    reader.fail('value_count_mismatch', 'the samples have fewer values than types');
  if (length * types > limits.values) reader.fail('too_many_values', `more than ${limits.values} values`);

  const stack = new Int32Array(length);
  const values: Float64Array[] = [];
  for (let type = 0; type < types; type++) values.push(new Float64Array(length));
  const labels = new LabelColumns(reader, length, strings, limits);
  const stacks = new StackReader(reader, length, locations, limits);

  for (let row = 0; row < length; row++) {
    const end = spans.end.at(row);
    reader.enter('sample', row, spans.start.at(row), end);
    let type = 0;
    // The whole stack is usually one packed field; that one is kept as bytes until it is known to be the only one.
    let packedStart = -1;
    let packedStop = -1;
    let pushed = false;
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === TAG.sampleLocations || tag === TAG.sampleLocation) {
        if (packedStart >= 0) {
          const { pos } = reader;
          stacks.pushPacked(packedStart, packedStop);
          reader.pos = pos;
          packedStart = -1;
          pushed = true;
        }
        if (tag === TAG.sampleLocation) {
          reader.varint();
          stacks.push(ids.get(reader.lo, reader.hi));
          pushed = true;
        } else {
          packedStop = reader.length();
          packedStart = reader.pos;
          reader.pos = packedStop;
        }
      } else if (tag === TAG.sampleValues) {
        const stop = reader.length();
        while (reader.pos < stop) {
          if (type === types) reader.fail('value_count_mismatch', 'a sample has more values than there are types');
          values[type++]![row] = reader.int53();
        }
        if (reader.pos !== stop) reader.fail('truncated', 'the values are cut off');
      } else if (tag === TAG.sampleLabel) {
        labels.read();
      } else if (tag === TAG.sampleValue) {
        if (type === types) reader.fail('value_count_mismatch', 'a sample has more values than there are types');
        values[type++]![row] = reader.int53();
      } else {
        reader.skip(tag);
      }
    }
    if (type !== types) reader.fail('value_count_mismatch', 'a sample has fewer values than there are types');
    if (pushed) {
      if (packedStart >= 0) stacks.pushPacked(packedStart, packedStop);
      stack[row] = stacks.enter();
    } else {
      stack[row] = packedStart < 0 ? -1 : stacks.packed(packedStart, packedStop);
    }
    labels.endSample(row);
  }
  return { samples: { length, stack, values, labels: labels.finish() }, stacks: stacks.finish() };
}
