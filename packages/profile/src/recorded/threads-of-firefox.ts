import type { FirefoxProfile, FirefoxTables } from '../firefox/firefox-profile.ts';
import { FrameWriter, StackBudget } from '../firefox/frame-writer.ts';
import { DEFAULT_FIREFOX_LIMITS, type FirefoxLimits } from '../firefox/limits.ts';
import { measureTypes, type SampleValues, sampleValues } from '../firefox/sample-values.ts';
import { ProfileBuilder } from '../profile-builder.ts';
import { chooseType } from './choose-type.ts';
import type { RecordedThreads } from './recorded-threads.ts';
import { SampleColumns } from './sample-columns.ts';

/** samply samples what runs: a thread that was not seen for so many intervals slept. */
const GAP_INTERVALS = 4;

/**
 * The threads of a recording in Firefox Profiler's format, from its first sample on. Types and values are those of
 * `profileOfFirefox`.
 *
 * @throws ProfileFormatError `too_many_stacks`, `missing_types`
 */
export function threadsOfFirefox(
  recorded: FirefoxProfile,
  wanted?: string,
  limits: Pick<FirefoxLimits, 'stacks'> = DEFAULT_FIREFOX_LIMITS,
): RecordedThreads {
  const { meta, libs } = recorded;
  const values = recorded.threads.map((thread) => sampleValues(thread, meta));
  const measures = new Set(['none', ...values.map(({ measure }) => measure)]);
  const types = measureTypes.filter(([measure]) => measures.has(measure));
  const [measure, type] =
    types[
      chooseType(
        types.map(([, one]) => one),
        wanted,
      )
    ]!;
  const builder = new ProfileBuilder([]);
  const budget = new StackBudget(limits.stacks);
  const writers = new Map<FirefoxTables, FrameWriter>();
  const hasTimes = recorded.threads.every(({ samples }) => samples.timeMs.length === samples.length);
  const firstMs = firstOf(recorded);
  const threads = recorded.threads.map((thread, index) => {
    const writer = writers.get(thread.tables) ?? new FrameWriter(builder, thread.tables, libs, budget);
    writers.set(thread.tables, writer);
    const value = valueReader(values[index]!, measure);
    const columns = new SampleColumns();
    const { samples } = thread;
    for (let row = 0; row < samples.length; row++) {
      const stack = writer.write(samples.stack[row]!);
      if (!hasTimes) columns.addWithoutTime(stack, value(row));
      else {
        const next = row + 1 < samples.length ? samples.timeMs[row + 1]! : Number.POSITIVE_INFINITY;
        const apart = Math.max(0, next - samples.timeMs[row]!);
        const isGap = apart > GAP_INTERVALS * meta.intervalMs && meta.intervalMs > 0;
        const durationMs = isGap || apart === Number.POSITIVE_INFINITY ? meta.intervalMs : apart;
        const weight = samples.weightType === 'tracing-ms' ? samples.weight?.[row] : undefined;
        columns.add(samples.timeMs[row]! - firstMs, weight ?? durationMs, stack, value(row));
      }
    }
    const { name, tid, processName, pid } = thread;
    return { name, id: tid, processName, processId: pid, samples: columns.finish() };
  });
  return {
    hasTimes,
    untimedSamples: 0,
    intervalMs: meta.intervalMs === 0 ? undefined : meta.intervalMs,
    types: types.map(([, one]) => one),
    type,
    profile: builder.finish(),
    threads: threads.filter(({ samples }) => samples.length > 0),
  };
}

/** Values of other measures than the wanted one count nothing. */
function valueReader(
  { measure, count, value }: SampleValues,
  wanted: SampleValues['measure'],
): (row: number) => number {
  if (wanted === 'none') return count;
  return measure === wanted ? value : () => 0;
}

function firstOf({ threads }: FirefoxProfile): number {
  let first = Number.POSITIVE_INFINITY;
  for (const { samples } of threads) for (const time of samples.timeMs) first = Math.min(first, time);
  return first;
}
