/** A slot or two without a profile is the rhythm of uploads; a stretch longer than several of their distances is a gap. */
const MIN_GAP_SLOTS = 3;
const MIN_GAP_DISTANCES = 3;

/** Stretches of slots in which something was away: from, and up to without. Shorter ones are to be bridged. */
export function gapsOf(slots: readonly (number | null)[]): readonly (readonly [number, number])[] {
  const least = Math.max(MIN_GAP_SLOTS, MIN_GAP_DISTANCES * usualDistance(slots));
  const gaps: [number, number][] = [];
  let begin = -1;
  for (let index = 0; index <= slots.length; index++) {
    const isEmpty = index < slots.length && slots[index] === null;
    if (isEmpty && begin < 0) begin = index;
    if (!isEmpty && begin >= 0) {
      if (index - begin >= least) gaps.push([begin, index]);
      begin = -1;
    }
  }
  return gaps;
}

/** Median number of slots from one that has a profile to the next. */
export function usualDistance(slots: readonly (number | null)[]): number {
  const distances: number[] = [];
  let last = -1;
  slots.forEach((slot, index) => {
    if (slot === null) return;
    if (last >= 0) distances.push(index - last);
    last = index;
  });
  distances.sort((left, right) => left - right);
  return distances[distances.length >> 1] ?? 1;
}
