import { canonicalType } from '../canonical-type.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import type { ValueType } from '../value-type.ts';

/** What a profile is most likely opened for, in this order. */
const PREFERRED = ['cpu', 'wall'];

/**
 * The place of a type among those of a profile: the wanted one, by its own name or its canonical one, else the likeliest.
 * @throws ProfileFormatError `missing_types` when it has no such type, or none
 */
export function chooseType(types: readonly ValueType[], wanted: string | undefined): number {
  const names = types.map(({ type, unit }) => [type, canonicalType(type, unit).type]);
  const at = (name: string): number => names.findIndex((own) => own.includes(name));
  const found =
    wanted === undefined ? (PREFERRED.map(at).find((column) => column >= 0) ?? types.length - 1) : at(wanted);
  if (found >= 0) return found;
  const all = names.map(([, name]) => name).join(', ');
  throw new ProfileFormatError('missing_types', `the profile has no values of that type, but: ${all || 'none'}`);
}
