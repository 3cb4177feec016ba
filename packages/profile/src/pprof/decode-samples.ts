import type { SampleTable, StackTable } from '../profile.ts';
import { StackTreeBuilder } from '../stack-tree-builder.ts';
import type { Locations } from './decode-locations.ts';
import { LabelColumns } from './label-columns.ts';
import type { PprofLimits } from './limits.ts';
import type { Spans } from './outline.ts';
import { TAG } from './wire.ts';
import type { WireReader } from './wire-reader.ts';

/** What the samples refer to. */
export interface SampleContext {
  readonly locations: Locations;
  readonly types: number;
  readonly strings: number;
  readonly limits: PprofLimits;
}

/**
 * Decodes the samples, by far the largest part of a pprof. Location ids come leaf first; a stack is entered into the prefix tree
 * from its root, and as neighbouring samples share most of their outer frames, the path of the sample before is tried first:
 *
 *     sample 1: main handle hash      main -> 0, handle -> 1, hash -> 2      three look-ups
 *     sample 2: main handle render    main, handle as before, render -> 3    one look-up
 */
export function decodeSamples(
  reader: WireReader,
  spans: Spans,
  context: SampleContext,
): { readonly samples: SampleTable; readonly stacks: StackTable } {
  const { locations, types, strings, limits } = context;
  const { first } = locations;
  const { dense } = locations.ids;
  const { bytes } = reader;
  const { length } = spans;
  // Every sample has one value a type of at least a byte, so columns larger than the profile itself are a lie.
  if (length * types > bytes.length) reader.fail('value_count_mismatch', 'the samples have fewer values than types');
  if (length * types > limits.values) reader.fail('too_many_values', `more than ${limits.values} values`);

  const stack = new Int32Array(length);
  const values: Float64Array[] = [];
  for (let type = 0; type < types; type++) values.push(new Float64Array(length));
  const labels = new LabelColumns(reader, length, strings, limits);
  const tree = new StackTreeBuilder();

  // Locations of the sample at hand, leaf first; grows up to the limit of depth.
  let path = new Int32Array(256);
  let depth = 0;
  // Locations and nodes of the sample before, root first.
  let lastPath = new Int32Array(256);
  let lastNodes = new Int32Array(256);
  let lastDepth = 0;

  const push = (location: number): void => {
    if (location < 0) reader.fail('unknown_id', 'no location has this id');
    if (depth === path.length) {
      if (depth >= limits.depth) reader.fail('too_deep', `a stack of more than ${limits.depth} frames`);
      path = grown(path);
      lastPath = grown(lastPath);
      lastNodes = grown(lastNodes);
    }
    path[depth++] = location;
  };

  const enterStack = (): number => {
    let node = -1;
    let frames = 0;
    let same = true;
    for (let level = 0; level < depth; level++) {
      const location = path[depth - 1 - level]!;
      frames += first[location + 1]! - first[location]!;
      if (same && level < lastDepth && lastPath[level] === location) {
        node = lastNodes[level]!;
        continue;
      }
      same = false;
      const from = first[location]!;
      const to = first[location + 1]!;
      node = to - from === 1 ? tree.child(node, from) : tree.chain(node, from, from, to);
      lastPath[level] = location;
      lastNodes[level] = node;
    }
    lastDepth = depth;
    if (frames > limits.depth) reader.fail('too_deep', `a stack of more than ${limits.depth} frames`);
    if (tree.length > limits.stacks) reader.fail('too_many_stacks', `more than ${limits.stacks} different stacks`);
    return node;
  };

  for (let row = 0; row < length; row++) {
    const end = spans.end.at(row);
    reader.enter('sample', row, spans.start.at(row), end);
    depth = 0;
    let type = 0;
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === TAG.sampleLocations) {
        const stop = reader.length();
        let pos = reader.pos;
        while (pos < stop) {
          const byte = bytes[pos]!;
          if (byte < 0x80) {
            pos++;
            push(byte < dense.length ? dense[byte]! : locations.ids.get(byte, 0));
          } else {
            reader.pos = pos;
            reader.varint();
            pos = reader.pos;
            push(locations.ids.get(reader.lo, reader.hi));
          }
        }
        reader.pos = pos;
        if (pos !== stop) reader.fail('truncated', 'the location ids are cut off');
      } else if (tag === TAG.sampleValues) {
        const stop = reader.length();
        while (reader.pos < stop) {
          if (type >= types) reader.fail('value_count_mismatch', 'a sample has more values than there are types');
          values[type++]![row] = reader.int53();
        }
        if (reader.pos !== stop) reader.fail('truncated', 'the values are cut off');
      } else if (tag === TAG.sampleLabel) {
        labels.read();
      } else if (tag === TAG.sampleLocation) {
        reader.varint();
        push(locations.ids.get(reader.lo, reader.hi));
      } else if (tag === TAG.sampleValue) {
        if (type >= types) reader.fail('value_count_mismatch', 'a sample has more values than there are types');
        values[type++]![row] = reader.int53();
      } else {
        reader.skip(tag);
      }
    }
    if (type !== types) reader.fail('value_count_mismatch', 'a sample has fewer values than there are types');
    stack[row] = enterStack();
    labels.endSample(row);
  }
  return { samples: { length, stack, values, labels: labels.finish() }, stacks: tree.finish() };
}

function grown(column: Int32Array): Int32Array<ArrayBuffer> {
  const bigger = new Int32Array(column.length * 2);
  bigger.set(column);
  return bigger;
}
