import { canonicalType } from '../canonical-type.ts';
import type { Profile } from '../profile.ts';

/**
 * The type that a profile is most likely opened for: CPU time when it has any, else the last type with a value (what pprof's own
 * tools take), else the last.
 */
export function chooseColumn(profile: Profile): number {
  const withValues = profile.types.flatMap(({ type, unit }, column) =>
    profile.samples.values[column]!.some((value) => value !== 0)
      ? [{ column, name: canonicalType(type, unit).type }]
      : [],
  );
  const cpu = withValues.find(({ name }) => name === 'cpu');
  return (cpu ?? withValues.at(-1))?.column ?? profile.types.length - 1;
}

/** The column of a type, given as `cpu` or `cpu:nanoseconds`, by the name it was sent under or its canonical one. */
export function columnOfType(profile: Profile, wanted: string): number | undefined {
  const names = profile.types.map(({ type, unit }) =>
    [type, canonicalType(type, unit).type].map((name) => [name, `${name}:${unit}`]),
  );
  const column = names.findIndex((spellings) => spellings.flat().includes(wanted));
  return column < 0 ? undefined : column;
}
