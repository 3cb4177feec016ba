import type { Profile, StackIndex } from '../profile.ts';
import { type LabelInput, ProfileBuilder } from '../profile-builder.ts';
import type { FirefoxProfile, FirefoxTables, FirefoxThread } from './firefox-profile.ts';
import { FrameWriter, StackBudget } from './frame-writer.ts';
import { DEFAULT_FIREFOX_LIMITS, type FirefoxLimits } from './limits.ts';
import { measureTypes, type SampleValues, sampleValues } from './sample-values.ts';
import { firefoxTimes } from './wall-clock.ts';

export interface RecordedProfile {
  readonly profile: Profile;
  /** Samples of the file, each as often as it says. */
  readonly sampleCount: number;
  /** Unix milliseconds; undefined when the file does not say them. */
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  /** Milliseconds from the first to the last sample. */
  readonly durationMs: number;
}

/**
 * A profile of values: one row for each stack of each thread, with process and thread in its labels, which are none of the
 * series (`VOLATILE_LABELS`). Types are `samples` and what the samples measure: see `sampleValues`.
 *
 * Symbols win over addresses; what has no symbol is its offset in its module.
 *
 * @throws ProfileFormatError `too_many_stacks`, `value_out_of_range`
 */
export function profileOfFirefox(
  recorded: FirefoxProfile,
  limits: Pick<FirefoxLimits, 'stacks'> = DEFAULT_FIREFOX_LIMITS,
): RecordedProfile {
  const values = recorded.threads.map((thread) => sampleValues(thread, recorded.meta));
  const measures = new Set(['none', ...values.map(({ measure }) => measure)]);
  const columns = measureTypes.filter(([measure]) => measures.has(measure));
  const builder = new ProfileBuilder(columns.map(([, type]) => type));
  const budget = new StackBudget(limits.stacks);
  const sums = new Map<FirefoxTables, StackSums>();
  let sampleCount = 0;
  for (const [index, thread] of recorded.threads.entries()) {
    let sum = sums.get(thread.tables);
    if (sum === undefined) {
      sum = new StackSums(new FrameWriter(builder, thread.tables, recorded.libs, budget), thread.tables.stacks.length);
      sums.set(thread.tables, sum);
    }
    const { measure } = values[index]!;
    const labels = labelsOf(thread);
    for (const [stack, { count, value }] of sum.of(thread, values[index]!)) {
      const row = columns.map(([column]) => (column === 'none' ? count : column === measure ? value : 0));
      builder.sample(stack, row, labels);
      sampleCount += count;
    }
  }
  const { startMs, durationMs } = firefoxTimes(recorded);
  const cpu = measureTypes.find(([measure]) => measure === 'cpu')![1];
  const profile = builder.finish({
    ...(recorded.meta.intervalMs === 0 ? {} : { periodType: cpu, period: Math.round(recorded.meta.intervalMs * 1e6) }),
    ...(startMs === undefined ? {} : { timeNanos: nanosOf(startMs) }),
    durationNanos: Math.round(durationMs * 1e6),
  });
  return { profile, sampleCount, startMs, endMs: startMs === undefined ? undefined : startMs + durationMs, durationMs };
}

interface StackSum {
  count: number;
  value: number;
}

/** Adds samples up by stack, one thread after the other in the same columns. */
class StackSums {
  readonly #writer: FrameWriter;
  /** By stack + 1, since -1 is the empty one. */
  readonly #counts: Float64Array;
  readonly #values: Float64Array;
  readonly #seen: Uint8Array;

  constructor(writer: FrameWriter, stacks: number) {
    this.#writer = writer;
    this.#counts = new Float64Array(stacks + 1);
    this.#values = new Float64Array(stacks + 1);
    this.#seen = new Uint8Array(stacks + 1);
  }

  /** The sums of a thread by stack as written, in the order in which they were seen first: with symbols, many become one. */
  of({ samples }: FirefoxThread, values: SampleValues): ReadonlyMap<StackIndex | -1, StackSum> {
    const slots: number[] = [];
    for (let row = 0; row < samples.length; row++) {
      const slot = samples.stack[row]! + 1;
      if (this.#seen[slot] === 0) {
        this.#seen[slot] = 1;
        slots.push(slot);
      }
      this.#counts[slot]! += values.count(row);
      this.#values[slot]! += values.value(row);
    }
    const sums = new Map<StackIndex | -1, StackSum>();
    for (const slot of slots) {
      const stack = this.#writer.write(slot - 1);
      const sum = sums.get(stack) ?? { count: 0, value: 0 };
      sum.count += this.#counts[slot]!;
      sum.value += this.#values[slot]!;
      sums.set(stack, sum);
      this.#counts[slot] = 0;
      this.#values[slot] = 0;
      this.#seen[slot] = 0;
    }
    return sums;
  }
}

function labelsOf({ name, processName, pid, tid }: FirefoxThread): readonly LabelInput[] {
  const labels = { 'thread name': name, 'thread id': tid, 'process name': processName, 'process id': pid };
  return Object.entries(labels).flatMap(([key, text]) => (text === '' ? [] : [{ key, text }]));
}

/** Unix milliseconds as nanoseconds, exact to the microsecond; 0 for what no clock shows. */
function nanosOf(ms: number): { readonly lo: number; readonly hi: number } {
  if (!(ms > 0 && ms < 9e12)) return { lo: 0, hi: 0 };
  const nanos = BigInt(Math.round(ms * 1000)) * 1000n;
  return { lo: Number(nanos & 0xffffffffn) | 0, hi: Number(nanos >> 32n) };
}
