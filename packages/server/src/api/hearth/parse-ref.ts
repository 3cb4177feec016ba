import { HearthError } from '../../errors/hearth-error.ts';
import { type ProfileRef, parseProfileRef } from '../../store/readers/find-profile.ts';

/** Throws `profile_not_found` for what cannot be the name of a profile. */
export function refOf(id: string): ProfileRef {
  const ref = parseProfileRef(id);
  if (ref === undefined) throw new HearthError('profile_not_found');
  return ref;
}
