import type { LabelTable, Profile } from '../profile.ts';
import type { RecordedThread, RecordedThreads } from './recorded-threads.ts';

const MS_NANOS = 1e6;
const WHO = [
  ['thread name', 'name'],
  ['thread id', 'id'],
  ['process name', 'processName'],
  ['process id', 'processId'],
] as const satisfies readonly (readonly [string, keyof RecordedThread])[];

/**
 * A recording with times as a profile with one row a sample, thread after thread, each thread in time: its values are wall time, and
 * gaps are rows without a stack. A writer that lays the samples of a thread end to end shows them when they were.
 *
 * @param startMs Unix milliseconds that times count from
 */
export function profileOfThreads({ profile, threads }: RecordedThreads, startMs: number): Profile {
  const strings = [...profile.strings];
  const indexOf = new Map(strings.map((text, index) => [text, index]));
  const string = (text: string): number => {
    const known = indexOf.get(text);
    if (known !== undefined) return known;
    indexOf.set(text, strings.length);
    return strings.push(text) - 1;
  };
  const rows: Rows = { stack: [], nanos: [], first: [0], key: [], text: [] };
  for (const thread of threads) addThread(rows, thread, string);
  const nanos = BigInt(Math.round(startMs * 1000)) * 1000n;
  return {
    ...profile,
    strings,
    types: [{ type: 'wall', unit: 'nanoseconds', aggregation: 'sum' }],
    samples: {
      length: rows.stack.length,
      stack: Int32Array.from(rows.stack),
      values: [Float64Array.from(rows.nanos)],
      labels: labelsOf(rows),
    },
    timeNanos: { lo: Number(nanos & 0xffffffffn) | 0, hi: Number(nanos >> 32n) },
  };
}

interface Rows {
  readonly stack: number[];
  readonly nanos: number[];
  readonly first: number[];
  readonly key: number[];
  readonly text: number[];
}

function addThread(rows: Rows, thread: RecordedThread, string: (text: string) => number): void {
  const { length, timeMs, durationMs, stack } = thread.samples;
  const labels = WHO.flatMap(([key, field]) => (thread[field] === '' ? [] : [[string(key), string(thread[field])]]));
  const add = (of: number, nanos: number): void => {
    rows.stack.push(of);
    rows.nanos.push(nanos);
    for (const [key, text] of labels) {
      rows.key.push(key!);
      rows.text.push(text!);
    }
    rows.first.push(rows.key.length);
  };
  let now = 0;
  for (let row = 0; row < length; row++) {
    const begin = Math.round(timeMs[row]! * MS_NANOS);
    if (begin > now) add(-1, begin - now);
    const end = Math.max(begin, now) + Math.round(durationMs[row]! * MS_NANOS);
    const next = row + 1 < length ? Math.round(timeMs[row + 1]! * MS_NANOS) : end;
    now = Math.max(begin, now);
    // What overlaps the next one, by rounding or by a busy clock, ends there.
    const lasts = Math.max(0, Math.min(end, Math.max(next, now)) - now);
    if (lasts > 0) add(stack[row]!, lasts);
    now += lasts;
  }
}

function labelsOf({ first, key, text }: Rows): LabelTable {
  const { length } = key;
  return {
    first: Uint32Array.from(first),
    key: Uint32Array.from(key),
    text: Uint32Array.from(text),
    isNumber: new Uint8Array(length),
    numberLo: new Uint32Array(length),
    numberHi: new Int32Array(length),
    unit: new Uint32Array(length),
  };
}
