import { canonicalType } from '../canonical-type.ts';
import { decimalInt64 } from '../decimal-int64.ts';
import type { Profile } from '../profile.ts';
import { THREAD_LABELS } from '../thread-labels.ts';
import type { ValueType } from '../value-type.ts';
import { chooseType } from './choose-type.ts';
import type { RecordedThread, RecordedThreads, ThreadSamples } from './recorded-threads.ts';
import { SampleColumns } from './sample-columns.ts';

/** Datadog's profilers: Unix nanoseconds at which a sample ended. */
const END = 'end_timestamp_ns';

const MS_NANOS = 1e6;
const NANOS: ReadonlyMap<string, number> = new Map([
  ['nanoseconds', 1],
  ['microseconds', 1e3],
  ['milliseconds', 1e6],
  ['seconds', 1e9],
]);

interface Sample {
  readonly timeMs: number;
  readonly durationMs: number;
  readonly stack: number;
  readonly value: number;
}

type Who = Omit<RecordedThread, 'samples'>;

/**
 * The threads of a profile of values, as far as labels tell them apart, and in time when samples say when they ended. A sample lasts
 * as long as its wall time, where the profile has any, else as its own value.
 *
 * @param startMs Unix milliseconds that times count from
 * @throws ProfileFormatError `missing_types`
 */
export function threadsOfProfile(profile: Profile, startMs: number, wanted?: string): RecordedThreads {
  const { samples, types } = profile;
  const column = chooseType(types, wanted);
  const values = samples.values[column]!;
  const lasting = lastingColumn(types, column);
  const lengths = lasting === undefined ? undefined : samples.values[lasting.column]!;
  const origin = originOf(startMs);
  const rows = Array.from(values, (value, row) => {
    const durationMs = lengths === undefined ? 0 : (lengths[row]! * lasting!.nanos) / MS_NANOS;
    return { row, value, durationMs, ...labelsOf(profile, row, origin) };
  });
  const isShown = ({ value, durationMs }: (typeof rows)[number]): boolean => value !== 0 || durationMs !== 0;
  const hasTimes = rows.some((one) => isShown(one) && one.endMs !== undefined);
  const threads = new Map<string, { readonly who: Who; readonly samples: Sample[] }>();
  let untimedSamples = 0;
  for (const one of rows) {
    const { row, who, endMs, durationMs, value } = one;
    if (hasTimes ? !isShown(one) : value === 0) continue;
    if (hasTimes && endMs === undefined) {
      untimedSamples += 1;
      continue;
    }
    const key = JSON.stringify(who);
    const thread = threads.get(key) ?? { who, samples: [] };
    threads.set(key, thread);
    thread.samples.push({ timeMs: (endMs ?? 0) - durationMs, durationMs, stack: samples.stack[row]!, value });
  }
  return {
    hasTimes,
    untimedSamples,
    intervalMs: undefined,
    types,
    type: types[column]!,
    profile,
    threads: Array.from(threads.values(), (thread) => ({
      ...thread.who,
      samples: columnsOf(thread.samples, hasTimes),
    })),
  };
}

/** The column that says how long samples lasted, with the nanoseconds of one; undefined when none does. */
function lastingColumn(
  types: readonly ValueType[],
  chosen: number,
): { readonly column: number; readonly nanos: number } | undefined {
  const wall = types.findIndex(({ type, unit }) => canonicalType(type, unit).type === 'wall' && NANOS.has(unit));
  const column = wall >= 0 ? wall : chosen;
  const nanos = NANOS.get(types[column]!.unit);
  return nanos === undefined ? undefined : { column, nanos };
}

function columnsOf(samples: Sample[], hasTimes: boolean): ThreadSamples {
  const columns = new SampleColumns();
  if (hasTimes) samples.sort((a, b) => a.timeMs - b.timeMs);
  for (const [row, { timeMs, durationMs, stack, value }] of samples.entries()) {
    // Weights are those of the period, whatever passed until the next one.
    const untilNextMs = (samples[row + 1]?.timeMs ?? Number.POSITIVE_INFINITY) - timeMs;
    if (hasTimes) columns.add(timeMs, Math.min(durationMs, untilNextMs), stack, value);
    else columns.addWithoutTime(stack, value);
  }
  return columns.finish();
}

function labelsOf(
  { samples: { labels }, strings }: Profile,
  sample: number,
  origin: Origin,
): { readonly who: Who; readonly endMs: number | undefined } {
  const who = { name: '', id: '', processName: '', processId: '' };
  let endMs: number | undefined;
  for (let row = labels.first[sample]!; row < labels.first[sample + 1]!; row++) {
    const key = strings[labels.key[row]!]!;
    const isNumber = labels.isNumber[row] === 1;
    if (isNumber && key === END) endMs = msSince(origin, labels.numberHi[row]!, labels.numberLo[row]!);
    const field = THREAD_LABELS.get(key);
    if (field === undefined) continue;
    who[field] = isNumber ? decimalInt64(labels.numberLo[row]!, labels.numberHi[row]!) : strings[labels.text[row]!]!;
  }
  return { who, endMs };
}

/** Unix nanoseconds as two halves. */
interface Origin {
  readonly hi: number;
  readonly lo: number;
}

function originOf(startMs: number): Origin {
  const nanos = BigInt(Math.round(startMs * 1000)) * 1000n;
  return { hi: Number(nanos >> 32n), lo: Number(nanos & 0xffffffffn) };
}

/** Milliseconds, exact to the microsecond: the large parts are subtracted before they are put together. */
const msSince = (origin: Origin, hi: number, lo: number): number =>
  ((hi - origin.hi) * 2 ** 32 + (lo - origin.lo)) / MS_NANOS;
