/** Types that are measured together, in the order in which they stand in a kind. Canonical names. */
const FAMILIES: readonly (readonly [family: string, types: readonly string[]])[] = [
  ['samples', ['samples']],
  ['cpu', ['cpu-samples', 'cpu']],
  ['wall', ['wall-samples', 'wall', 'wall-time']],
  ['alloc', ['alloc_objects', 'alloc_space']],
  ['inuse', ['inuse_objects', 'inuse_space', 'objects', 'space']],
  ['lock-acquire', ['lock-acquire', 'lock-acquire-wait']],
  ['lock-release', ['lock-release', 'lock-release-hold']],
  ['exception', ['exception-samples']],
  ['contention', ['contentions', 'delay']],
  ['mutex', ['mutex_contentions', 'mutex_delay']],
  ['block', ['block_contentions', 'block_delay']],
  ['gpu', ['gpu-samples', 'gpu-time']],
  ['gpu-alloc', ['gpu-alloc-samples', 'gpu-space']],
  ['gpu-flops', ['gpu-flops-samples', 'gpu-flops']],
];

const FAMILY_OF: ReadonlyMap<string, string> = new Map(
  FAMILIES.flatMap(([family, types]) => types.map((type) => [type, family] as const)),
);
const RANK_OF: ReadonlyMap<string, number> = new Map(
  FAMILIES.flatMap(([, types]) => types).map((type, rank) => [type, rank] as const),
);

/**
 * What profilers append to the name of an event when they measure it in several ways (`file-io-read-size`, `-time`, `-samples`), and
 * the number that a name gets when it is sent again.
 */
const MEASURE = /(?:-(?:time|size|space|samples)|_\d+)+$/;

/**
 * The family of a canonical type. Where a profile counts plain `samples`, one count stands beside both cpu and wall values of
 * the same samples (Node, PHP), so these three are one family there.
 */
export function typeFamily(type: string, hasSamples: boolean): string {
  const family = FAMILY_OF.get(type) ?? type.replace(MEASURE, '');
  return hasSamples && (family === 'cpu' || family === 'wall') ? 'samples' : family;
}

/** Position of a type inside its kind; types that are not listed come last, by name. */
export function typeRank(type: string): number {
  return RANK_OF.get(type) ?? RANK_OF.size;
}
