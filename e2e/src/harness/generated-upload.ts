import { gzipSync } from 'node:zlib';
import { encodePprof, totalsOf } from '@hearth/profile';
import { type GeneratedShape, generateProfile } from '@hearth/profile/testing';

/** A compressed pprof whose sums are known. */
export interface GeneratedPprof {
  readonly content: Uint8Array;
  /** By canonical type name. */
  readonly totals: ReadonlyMap<string, bigint>;
}

/** Stacks enough to touch every table, few enough that making one takes a millisecond. */
const SMALL_SHAPE: Partial<GeneratedShape> = { samples: 60, stacks: 40, depth: 12, functions: 120 };

/** The same shape and seed give the same bytes and sums. */
export function generatedPprof(shape: Partial<GeneratedShape>): GeneratedPprof {
  const profile = generateProfile({ ...SMALL_SHAPE, ...shape });
  const sums = totalsOf(profile);
  return {
    content: gzipSync(encodePprof(profile), { level: 1 }),
    totals: new Map(profile.types.map(({ type }, index) => [type, sums[index] ?? 0n])),
  };
}
