import { canonicalType, type TypeHint } from './canonical-type.ts';
import type { Profile } from './profile.ts';
import { typeFamily, typeRank } from './type-family.ts';
import type { ValueType } from './value-type.ts';

/** The store keeps one row per stack with up to this many values. */
export const MAX_KIND_COLUMNS = 4;

/** One value column of a kind. */
export interface KindColumn {
  /** Which of {@link Profile.samples}'s value columns this is. */
  readonly column: number;
  /** Under its canonical name. */
  readonly type: ValueType;
}

/** Types of one profile that are kept together, one to four of them. */
export interface KindColumns {
  /** `type:unit,type:unit` in the order of {@link columns}, e.g. `samples:count,cpu:nanoseconds`. */
  readonly id: string;
  readonly columns: readonly KindColumn[];
}

/** Separates type from unit and types from each other in a kind's id, so neither may hold them. */
const ID_SEPARATORS = /[:,]/g;

/**
 * Cuts the types of a profile into kinds: types of one family (cpu, wall, allocations, ...) stay together, in a fixed order, at
 * most four in a kind. A type whose values are all zero makes nothing. Names are canonical; when two types get the same
 * name and unit, the later keeps the name it was sent under, and the same name sent again gets a number.
 */
export function splitKinds(profile: Profile, hint?: TypeHint): readonly KindColumns[] {
  const columns: KindColumn[] = [];
  const taken = new Set<string>();
  for (const [column, sent] of profile.types.entries()) {
    if (profile.samples.values[column]!.every((value) => value === 0)) continue;
    let type = canonicalType(sent.type, sent.unit, hint);
    if (taken.has(keyOf(type))) type = { ...type, type: sent.type };
    for (let again = 2; taken.has(keyOf(type)); again++) type = { ...type, type: `${sent.type}_${again}` };
    taken.add(keyOf(type));
    columns.push({ column, type });
  }
  const hasSamples = columns.some(({ type }) => type.type === 'samples');
  const families = new Map<string, KindColumn[]>();
  for (const column of columns) {
    const family = typeFamily(column.type.type, hasSamples);
    const members = families.get(family);
    if (members === undefined) families.set(family, [column]);
    else members.push(column);
  }
  const kinds: KindColumns[] = [];
  for (const members of families.values()) {
    members.sort(byRank);
    for (let first = 0; first < members.length; first += MAX_KIND_COLUMNS) {
      const chosen = members.slice(first, first + MAX_KIND_COLUMNS);
      kinds.push({ id: chosen.map(({ type }) => keyOf(type)).join(','), columns: chosen });
    }
  }
  return kinds;
}

function keyOf({ type, unit }: ValueType): string {
  return `${type.replace(ID_SEPARATORS, '_')}:${unit.replace(ID_SEPARATORS, '_')}`;
}

function byRank(a: KindColumn, b: KindColumn): number {
  const ranks = typeRank(a.type.type) - typeRank(b.type.type);
  if (ranks !== 0) return ranks;
  return keyOf(a.type) < keyOf(b.type) ? -1 : 1;
}
