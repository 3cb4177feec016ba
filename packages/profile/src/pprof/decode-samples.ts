import type { SampleTable, StackTable } from '../profile.ts';
import type { Spans } from './outline.ts';
import { type SampleContext, SampleReader } from './sample-reader.ts';
import type { WireReader } from './wire-reader.ts';

/**
 * Samples that are read by one call. One loop over all would be optimised while it runs, with what was seen until then, and thrown away
 * where it ends, for each profile anew; a function that is called often is optimised once.
 */
const CHUNK = 256;

/** Decodes the samples, by far the largest part of a pprof. */
export function decodeSamples(
  reader: WireReader,
  spans: Spans,
  context: Omit<SampleContext, 'samples' | 'sampleBytes'>,
): { readonly samples: SampleTable; readonly stacks: StackTable } {
  const { types, limits } = context;
  const { length } = spans;
  // Every sample has one value a type of at least a byte, so columns larger than the profile itself are a lie.
  if (length * types > reader.bytes.length)
    reader.fail('value_count_mismatch', 'the samples have fewer values than types');
  if (length * types > limits.values) reader.fail('too_many_values', `more than ${limits.values} values`);
  const samples = new SampleReader(reader, { ...context, samples: length, sampleBytes: spans.bytes });
  for (let row = 0; row < length; row += CHUNK) readChunk(samples, spans, row, Math.min(row + CHUNK, length));
  return samples.finish();
}

function readChunk(samples: SampleReader, spans: Spans, from: number, to: number): void {
  for (let row = from; row < to; row++) samples.read(row, spans.start(row), spans.end(row));
}
