import { exactSum } from '@hearth/profile';

const INT64_MAX = 2n ** 63n - 1n;

/** The exact sum of a column for each of `groups` groups; `group[row]` says which one a row belongs to. */
export function sumByGroup(values: Float64Array, group: Uint32Array, groups: number): readonly bigint[] {
  if (groups === 1) return [checked(exactSum(values))];
  const low = new Float64Array(groups);
  const high = new Map<number, bigint>();
  for (let row = 0; row < values.length; row++) {
    const at = group[row]!;
    const sum = low[at]! + values[row]!;
    if (Number.isSafeInteger(sum)) {
      low[at] = sum;
    } else {
      high.set(at, (high.get(at) ?? 0n) + BigInt(low[at]!) + BigInt(values[row]!));
      low[at] = 0;
    }
  }
  return Array.from(low, (rest, at) => checked((high.get(at) ?? 0n) + BigInt(rest)));
}

/** @throws RangeError beyond the engine's Int64 */
function checked(sum: bigint): bigint {
  if (sum > INT64_MAX || sum < -INT64_MAX) throw new RangeError('the values of a profile add up to more than 2^63');
  return sum;
}
