import { canonicalType, type Profile, type TypeHint, withTypes } from '@hearth/profile';

/** The profile with the names under which values are kept. A type is not renamed to what another one is called already: `cpu-time` beside `cpu` keeps its name. */
export function withCanonicalTypes(profile: Profile, hint: TypeHint | undefined): Profile {
  const taken = new Set(profile.types.map(({ type }) => type));
  const types = profile.types.map((sent) => {
    const canonical = canonicalType(sent.type, sent.unit, hint);
    if (canonical.type !== sent.type && taken.has(canonical.type)) return sent;
    taken.add(canonical.type);
    return canonical;
  });
  return withTypes(profile, types);
}
