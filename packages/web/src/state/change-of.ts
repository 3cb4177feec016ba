/** How the mean of slots changed from one period to another. */
export interface Change {
  /** After by before. */
  readonly ratio: number;
  /** Half of the 95 % interval of the ratio. */
  readonly margin: number;
  /** The interval leaves out "no change". */
  readonly isBeyondNoise: boolean;
}

/** With fewer slots than this on a side, how much they vary is not known. */
const MIN_SLOTS = 8;
/** Of the normal distribution, for 95 %. */
const Z = 1.96;

/**
 * Compares two periods by how much their slots vary within each. Undefined when there are too few slots, or nothing before.
 * Slots that follow each other are alike, so this is a bound from below of what may be noise.
 */
export function changeOf(before: readonly (number | null)[], after: readonly (number | null)[]): Change | undefined {
  const [old, now] = [momentsOf(before), momentsOf(after)];
  if (old === undefined || now === undefined || old.mean === 0) return undefined;
  const ratio = now.mean / old.mean;
  const relative = Math.hypot(old.error / old.mean, now.mean === 0 ? 0 : now.error / now.mean);
  const margin = Z * relative * Math.max(ratio, Number.EPSILON);
  return { ratio, margin, isBeyondNoise: Math.abs(ratio - 1) > margin };
}

/** Mean and its standard error. */
function momentsOf(slots: readonly (number | null)[]): { readonly mean: number; readonly error: number } | undefined {
  const values = slots.filter((value) => value !== null);
  const count = values.length;
  if (count < MIN_SLOTS) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return { mean, error: Math.sqrt(variance / count) };
}
