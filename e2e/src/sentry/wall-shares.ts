import type { RetrievedProfile } from './retrieved-profile.ts';
import { plainName, sharesOf, workFunctions } from './told.ts';

/** What samples say of the three functions that burn the time. */
export interface SampledShares {
  /** In the order of `workFunctions`, of what the three took together. */
  readonly shares: readonly number[];
  /** How many samples say so. */
  readonly samples: number;
  /** What the three took together. */
  readonly tookMs: number;
}

/** A sample stands for the time up to the next one of its thread, but for no more than this: SDKs miss some. */
const GAP_NANOS = 200e6;

/** Shares by wall time on the transaction's own thread, by the leaf of each sample. */
export function wallShares(documents: readonly RetrievedProfile[]): SampledShares {
  const nanos = new Map<string, number>();
  const counts = new Map<string, number>();
  for (const { profile, transaction } of documents) {
    const samples = profile.samples
      .filter(({ thread_id }) => thread_id === transaction.active_thread_id)
      .sort((a, b) => a.elapsed_since_start_ns - b.elapsed_since_start_ns);
    for (const [index, sample] of samples.entries()) {
      const next = samples[index + 1];
      if (next === undefined) continue;
      const leaf = profile.frames[profile.stacks[sample.stack_id]?.[0] ?? -1]?.function ?? '(idle)';
      const name = workFunctions.find((each) => plainName(leaf).endsWith(each)) ?? leaf;
      const length = next.elapsed_since_start_ns - sample.elapsed_since_start_ns;
      nanos.set(name, (nanos.get(name) ?? 0) + Math.min(length, GAP_NANOS));
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const work = workFunctions.map((name) => nanos.get(name) ?? 0);
  return {
    shares: sharesOf(work),
    samples: workFunctions.reduce((sum, name) => sum + (counts.get(name) ?? 0), 0),
    tookMs: work.reduce((sum, part) => sum + part, 0) / 1e6,
  };
}

/** What the clocks of program and profiler differ by, and what a busy machine takes from the one function it interrupts. */
const CLOCK_ERROR = 0.02;

/** Four standard deviations of a share that `samples` independent samples give: one test in 15 000 may fail by chance. */
export const shareTolerance = (share: number, samples: number): number =>
  4 * Math.sqrt((share * (1 - share)) / samples) + CLOCK_ERROR;
