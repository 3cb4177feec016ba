/** Upsun's bounds are a minute and an hour; what lies between divides an hour, so that slots meet. */
const SHORTER_SECONDS = [60, 120, 300, 600, 900, 1800] as const;
const LONGEST_SECONDS = 3600;
/** A day in slots of five minutes; more points than that are closer than their line is wide. */
const MAX_POINTS = 300;

/** Seconds of a slot, for a range of that length. */
export const grainOf = (rangeSeconds: number): number =>
  SHORTER_SECONDS.find((grain) => rangeSeconds / grain <= MAX_POINTS) ?? LONGEST_SECONDS;
