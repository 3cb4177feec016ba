import type { Project } from '../../catalog/projects.ts';

const DAY_MINUTES = 24 * 60;
/** A year in slots of an hour, the longest grain, is 8 760 points. */
const MAX_RANGE_DAYS = 365;

/** Minutes that profiles of a project are kept. */
export const retentionMinutes = ({ retentionDays }: Project): number => retentionDays * DAY_MINUTES;

/** Minutes that one question may span. */
export const maxRangeMinutes = ({ retentionDays }: Project): number =>
  Math.min(retentionDays, MAX_RANGE_DAYS) * DAY_MINUTES;
