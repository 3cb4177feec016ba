import { DEFAULT_IMPORT_LIMITS, type ImportLimits } from '../formats/import-limits.ts';
import type { Profile } from '../profile.ts';
import { ProfileBuilder } from '../profile-builder.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import { CPUPROFILE_TYPES, isIdleNode, readCpuRecording } from './cpu-recording.ts';
import { NodeStacks } from './node-stacks.ts';
import type { CpuNodes } from './read-nodes.ts';
import { sampleNanos } from './sample-nanos.ts';

/** 2001 in microseconds. `startTime` is a monotonic clock nearly everywhere, which no machine runs for 31 years. */
const EARLIEST_UNIX_MICROS = 1e15;

/**
 * Reads a CPU profile of V8: one row for each node with its samples, its wall time and its CPU time, which is the wall time of all
 * that is not `(idle)`. `(root)`, below which everything stands, is left out.
 *
 * Format: `Profiler.Profile` of the Chrome DevTools Protocol. `bytes` is the JSON, inflated.
 *
 * @throws ProfileFormatError and nothing else, whatever the bytes are
 */
export function readCpuprofile(bytes: Uint8Array, limits: ImportLimits = DEFAULT_IMPORT_LIMITS): Profile {
  const { cpuNodes, samples, timeDeltas, startMicros, endMicros } = readCpuRecording(bytes, limits);
  const { counts, nanos } = sumsByNode(cpuNodes, samples, sampleNanos(timeDeltas, startMicros, endMicros));
  const builder = new ProfileBuilder(CPUPROFILE_TYPES);
  const stacks = new NodeStacks(builder, cpuNodes.nodes, limits);
  for (const [row, node] of cpuNodes.nodes.entries()) {
    if (counts[row] === 0) continue;
    const wall = nanos[row]!;
    builder.sample(stacks.of(row), [counts[row]!, isIdleNode(node) ? 0 : wall, wall]);
  }
  const durationNanos = Math.round((endMicros - startMicros) * 1000);
  return builder.finish({
    ...(startMicros < EARLIEST_UNIX_MICROS ? {} : { timeNanos: nanosOf(startMicros) }),
    durationNanos: Number.isSafeInteger(durationNanos) ? Math.max(0, durationNanos) : 0,
  });
}

function sumsByNode(
  { nodes, rowOf }: CpuNodes,
  samples: Float64Array,
  sampleNanoseconds: Float64Array,
): { readonly counts: Float64Array; readonly nanos: Float64Array } {
  const counts = new Float64Array(nodes.length);
  const nanos = new Float64Array(nodes.length);
  for (let sample = 0; sample < samples.length; sample++) {
    const row = rowOf.get(samples[sample]!);
    if (row === undefined) {
      throw new ProfileFormatError('unknown_id', `sample ${sample} names a node that does not exist`);
    }
    counts[row]! += 1;
    nanos[row]! += sampleNanoseconds[sample]!;
  }
  return { counts, nanos };
}

function nanosOf(micros: number): { readonly lo: number; readonly hi: number } {
  if (!(micros < 9e15)) return { lo: 0, hi: 0 };
  const nanos = BigInt(Math.round(micros)) * 1000n;
  return { lo: Number(nanos & 0xffffffffn) | 0, hi: Number(nanos >> 32n) };
}
