import type { Profile } from './profile.ts';
import { keepTextIds, textIdsOf } from './text-ids.ts';
import type { ValueType } from './value-type.ts';

/** The profile with other types, as many as before. A copy by `...` would decode the strings, which nobody may ask for. */
export function withTypes(profile: Profile, types: readonly ValueType[]): Profile {
  const { functions, mappings, frames, stacks, samples, periodType, period, timeNanos, durationNanos, comments } =
    profile;
  const other: Profile = {
    get strings() {
      return profile.strings;
    },
    functions,
    mappings,
    frames,
    stacks,
    samples,
    types,
    periodType,
    period,
    timeNanos,
    durationNanos,
    comments,
  };
  const ids = textIdsOf(profile);
  if (ids !== undefined) keepTextIds(other, ids);
  return other;
}
