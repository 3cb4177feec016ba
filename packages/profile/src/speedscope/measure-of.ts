import { canonicalType } from '../canonical-type.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import type { ValueType } from '../value-type.ts';
import type { SpeedscopeHeader } from './read-outline.ts';
import { UNIT_NANOS } from './speedscope-file.ts';

/** What the weights of one profile of a file are. */
export interface Measure {
  readonly type: ValueType;
  /** Of the type's unit in one of the file's. */
  readonly factor: number;
  /** Whether each sample counts once beside its weight. */
  readonly countsSamples: boolean;
}

export const SAMPLES: ValueType = { type: 'samples', unit: 'count', aggregation: 'sum' };
const WALL: ValueType = { type: 'wall', unit: 'nanoseconds', aggregation: 'sum' };
const ALLOCATED: ValueType = { type: 'alloc_space', unit: 'bytes', aggregation: 'sum' };

/**
 * Times are wall time, as nothing says what the clock was; bytes are allocations; what has no unit counts.
 * @throws ProfileFormatError `missing_types` for a kind of profile or a unit that the format does not have
 */
export function measureOf({ type, unit, own }: SpeedscopeHeader, index: number): Measure {
  const isSampled = type === 'sampled';
  if (!isSampled && type !== 'evented') {
    throw new ProfileFormatError('missing_types', `profile ${index} is neither sampled nor evented`);
  }
  const factor = UNIT_NANOS.get(unit);
  if (own !== undefined) return { type: canonicalTypeAsSent(own), factor: 1, countsSamples: false };
  if (factor !== undefined) return { type: WALL, factor, countsSamples: isSampled };
  if (unit === 'bytes') return { type: ALLOCATED, factor: 1, countsSamples: isSampled };
  if (unit === 'none') return { type: SAMPLES, factor: 1, countsSamples: false };
  throw new ProfileFormatError('missing_types', `profile ${index} has a unit that is not known`);
}

const canonicalTypeAsSent = ({ type, unit }: { readonly type: string; readonly unit: string }): ValueType => ({
  type,
  unit,
  aggregation: canonicalType(type, unit).aggregation,
});
