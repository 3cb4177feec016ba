import type { ValuesPlan } from '../../store/rollups/plan-values.ts';

/** What values were read from: stacks of profiles, sums of whole hours, of whole days, or several of them. */
export const resolutions = ['samples', 'hours', 'days', 'mixed'] as const;
export type Resolution = (typeof resolutions)[number];

/** Of one app; undefined where nothing had to be read. */
export function resolutionOfPlan({ days, hours, samples }: ValuesPlan): Resolution | undefined {
  const read: Resolution[] = [];
  if (days.versions.length > 0) read.push('days');
  if (hours.versions.length > 0) read.push('hours');
  if (samples.length > 0) read.push('samples');
  return read.length > 1 ? 'mixed' : read[0];
}

/** Of all of them together; `samples` where nothing was read. */
export function joinResolutions(all: readonly (Resolution | undefined)[]): Resolution {
  const different = new Set(all.filter((one) => one !== undefined));
  const [only = 'samples'] = different;
  return different.size > 1 ? 'mixed' : only;
}
