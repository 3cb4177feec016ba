import { type PyroscopeType, parsePyroscopeTypeId, pyroscopeTypeId } from '@hearth/profile';
import { HearthError } from '../../errors/hearth-error.ts';
import type { KeptType } from '../../query/types/kept-type.ts';

/** The ids of types, each once, ascending. */
export const typeIdsOf = (types: readonly KeptType[]): readonly string[] =>
  [...new Set(types.map(({ type, unit, ...context }) => pyroscopeTypeId(type, unit, context)))].sort();

/** @throws HearthError `invalid_request` for what is no id of a type */
export function parseTypeId(id: string): PyroscopeType {
  const type = parsePyroscopeTypeId(id);
  if (type !== undefined) return type;
  throw new HearthError('invalid_request', {
    message: `The profile type ${JSON.stringify(id.slice(0, 100))} is not valid: it has to be name:sample_type:sample_unit:period_type:period_unit.`,
  });
}
