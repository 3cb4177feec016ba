import type { ImportLimits } from '../formats/import-limits.ts';
import { GrowableFloat64 } from '../growable-float64.ts';
import type { JsonBytes } from '../json/json-bytes.ts';
import { ProfileFormatError } from '../profile-format-error.ts';

/** Takes an array of numbers, at most as many as there may be samples. @throws ProfileFormatError */
export function readNumbers(json: JsonBytes, { samples }: ImportLimits): Float64Array {
  const column = new GrowableFloat64();
  json.openArray();
  for (let isFirst = true; json.nextElement(isFirst); isFirst = false) {
    if (column.length === samples) {
      throw new ProfileFormatError('too_many_samples', `the profile has more than ${samples} samples`);
    }
    column.push(json.readNumber());
  }
  return column.toFloat64();
}
