import type { JsonBytes } from '../json/json-bytes.ts';
import { readElements, readFlag, readMembers, readWord } from '../json/read-members.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import type { FirefoxSamples, FirefoxTables, FirefoxThread, FirefoxWeightType } from './firefox-profile.ts';
import type { FirefoxLimits } from './limits.ts';
import { RawTable, type TableSpec } from './raw-table.ts';
import type { RawTables, TableReader } from './raw-tables.ts';

/** A thread whose samples and tables are not checked yet. */
export interface RawThread {
  readonly name: string;
  readonly processName: string;
  readonly pid: string;
  readonly tid: string;
  readonly isMainThread: boolean;
  readonly samples: RawTable | undefined;
  readonly tables: RawTables;
}

const WEIGHT_TYPES: ReadonlySet<string> = new Set<FirefoxWeightType>(['samples', 'tracing-ms', 'bytes']);

/** Takes `threads`. */
export function readThreads(json: JsonBytes, reader: TableReader, limits: FirefoxLimits): readonly RawThread[] {
  const threads: RawThread[] = [];
  let samplesLeft = limits.samples;
  const tooMany = (): Error =>
    new ProfileFormatError('too_many_threads', `there are more than ${limits.threads} threads`);
  readElements(json, limits.threads, tooMany, () => {
    const words = { name: '', processName: '', pid: '', tid: '' };
    const toWord = (name: keyof typeof words) => (member: JsonBytes) => {
      words[name] = readWord(member, limits.stringBytes);
    };
    const tables: RawTables = {};
    let isMainThread = false;
    let samples: RawTable | undefined;
    readMembers(json, {
      name: toWord('name'),
      processName: toWord('processName'),
      pid: toWord('pid'),
      tid: toWord('tid'),
      isMainThread: (member) => {
        isMainThread = readFlag(member);
      },
      samples: (member) => {
        samples = RawTable.read(member, samplesSpec(threads.length, samplesLeft));
        samplesLeft -= samples.length;
      },
      ...reader.into(tables),
    });
    threads.push({ ...words, isMainThread, samples, tables });
  });
  return threads;
}

const samplesSpec = (thread: number, rows: number): TableSpec => ({
  name: `samples of thread ${thread}`,
  indexes: ['stack'],
  numbers: ['time', 'timeDeltas', 'weight', 'threadCPUDelta'],
  rows,
  code: 'too_many_samples',
});

/** @throws ProfileFormatError */
export function resolveThread({ tables: _, samples, ...thread }: RawThread, tables: FirefoxTables): FirefoxThread {
  return { ...thread, tables, samples: samples === undefined ? NO_SAMPLES : resolveSamples(samples, tables) };
}

const NO_SAMPLES: FirefoxSamples = {
  length: 0,
  stack: new Int32Array(0),
  timeMs: new Float64Array(0),
  weight: undefined,
  weightType: 'samples',
  cpuDelta: undefined,
};

function resolveSamples(table: RawTable, tables: FirefoxTables): FirefoxSamples {
  if (!table.has('stack')) table.required('stack');
  const stack = table.checked('stack', tables.stacks.length, { optional: true });
  const weight = table.numbers('weight');
  for (let sample = 0; sample < (weight?.length ?? 0); sample++) {
    if (weight![sample]! >= 0) continue;
    const what = Number.isNaN(weight![sample]!) ? 'no' : 'a negative';
    throw new ProfileFormatError('value_out_of_range', `row ${sample} of ${table.name} has ${what} weight`);
  }
  return {
    length: table.length,
    stack,
    timeMs: timesOf(table),
    weight,
    weightType: weightTypeOf(table),
    cpuDelta: table.numbers('threadCPUDelta'),
  };
}

function weightTypeOf({ name, weightType }: RawTable): FirefoxWeightType {
  if (weightType === '') return 'samples';
  if (WEIGHT_TYPES.has(weightType)) return weightType as FirefoxWeightType;
  throw new ProfileFormatError('missing_types', `${name} has weights of a kind that is not known`);
}

/** `time`, or the sums of `timeDeltas`. */
function timesOf(table: RawTable): Float64Array {
  const times = table.numbers('time') ?? sumsOf(table.numbers('timeDeltas'));
  const unknown = times.findIndex((time) => Number.isNaN(time));
  if (unknown < 0) return times;
  throw new ProfileFormatError('value_out_of_range', `row ${unknown} of ${table.name} has no time`);
}

function sumsOf(deltas: Float64Array | undefined): Float64Array {
  let sum = 0;
  return (deltas ?? new Float64Array(0)).map((delta) => {
    sum += delta;
    return sum;
  });
}
