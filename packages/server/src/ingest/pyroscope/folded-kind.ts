import { canonicalType, type ValueType } from '@hearth/profile';
import type { IngestWords } from './ingest-words.ts';

/** What the numbers of folded stacks mean, which stands beside them. */
export interface FoldedKind {
  readonly app: string;
  readonly types: readonly FoldedType[];
}

/** A value type, and what a number of the text is to be multiplied with. */
export interface FoldedType {
  readonly type: ValueType;
  readonly factor: number;
}

type Make = (nanosPerSample: number) => readonly FoldedType[];

const once =
  (type: string, unit: string): Make =>
  () => [{ type: canonicalType(type, unit), factor: 1 }];
const sampled =
  (type: string): Make =>
  (nanosPerSample) => [
    { type: canonicalType('samples', 'count'), factor: 1 },
    { type: canonicalType(type, 'nanoseconds'), factor: nanosPerSample },
  ];

/** Clients of folded stacks put the type behind the last dot of the name. */
const BY_SUFFIX: ReadonlyMap<string, Make> = new Map([
  ['cpu', sampled('cpu')],
  ['itimer', sampled('cpu')],
  ['wall', sampled('wall')],
  ['alloc_objects', once('alloc_objects', 'count')],
  ['alloc_space', once('alloc_space', 'bytes')],
  ['inuse_objects', once('inuse_objects', 'count')],
  ['inuse_space', once('inuse_space', 'bytes')],
  ['goroutines', once('goroutine', 'count')],
  ['mutex_count', once('mutex_contentions', 'count')],
  ['mutex_duration', once('mutex_delay', 'nanoseconds')],
  ['block_count', once('block_contentions', 'count')],
  ['block_duration', once('block_delay', 'nanoseconds')],
]);

const DEFAULT_SAMPLE_RATE = 100;
/** Ten times the finest that a profiler samples. */
const MAX_SAMPLE_RATE = 1_000_000;

/**
 * What folded stacks of that name count: the name's suffix says, else `units`; without both they are samples of CPU, taken
 * `sampleRate` times a second.
 */
export function foldedKindOf(app: string, { units = '', aggregationType, sampleRate }: IngestWords): FoldedKind {
  const rate = Number(sampleRate);
  const nanosPerSample = Math.round(1e9 / (rate > 0 && rate <= MAX_SAMPLE_RATE ? rate : DEFAULT_SAMPLE_RATE));
  const dot = app.lastIndexOf('.');
  const bySuffix = dot > 0 ? BY_SUFFIX.get(app.slice(dot + 1)) : undefined;
  if (bySuffix !== undefined) return { app: app.slice(0, dot), types: bySuffix(nanosPerSample) };
  return { app, types: byUnits(units, aggregationType === 'average')(nanosPerSample) };
}

function byUnits(units: string, isState: boolean): Make {
  switch (units) {
    case '':
    case 'samples':
      return sampled('cpu');
    case 'objects':
      return once(isState ? 'inuse_objects' : 'alloc_objects', 'count');
    case 'bytes':
      return once(isState ? 'inuse_space' : 'alloc_space', 'bytes');
    case 'goroutines':
      return once('goroutine', 'count');
    case 'lock_samples':
      return once('contentions', 'count');
    case 'lock_nanoseconds':
      return once('delay', 'nanoseconds');
    default:
      return once(units.slice(0, 50), 'count');
  }
}
