import { exactSum } from './exact-sum.ts';
import type { Profile } from './profile.ts';

/** The exact total of each value column of a profile, in the order of its types. */
export function totalsOf(profile: Profile): readonly bigint[] {
  return profile.samples.values.map(exactSum);
}
