import type { ProfileDetail, Selector } from '../api/wire.ts';
import { wireRange } from '../state/time-range.ts';

/** A profile that has no length is still there. */
const LEAST_MS = 1_000;

/** All samples of one profile that have a type. */
export function selectorOfProfile(
  { id, start, end }: Pick<ProfileDetail, 'id' | 'start' | 'end'>,
  type: string,
): Selector {
  const fromMs = Date.parse(start);
  return { type, profiles: [id], ...wireRange({ fromMs, toMs: Math.max(Date.parse(end), fromMs + LEAST_MS) }) };
}

/** The type that a profile is looked at by first: CPU time where there is any, else time, else whatever comes first. */
export const firstType = (types: readonly string[]): string | undefined =>
  ['cpu', 'wall'].find((name) => types.includes(name)) ?? types[0];
