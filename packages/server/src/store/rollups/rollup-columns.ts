/** Values that a row of `samples` has; the same in a rollup. */
const VALUES = [0, 1, 2, 3] as const;

/** A list for SQL with one entry for each value column. */
export const eachValue = (write: (index: number) => string): string => VALUES.map(write).join(', ');

/** Columns of `rollups` in the order in which {@link groupBySeries} selects them. */
export const rollupColumns = `project_id, app, kind, grain, start, version, node_id, ${eachValue((index) => `s${index}`)},
  ${eachValue((index) => `n${index}`)}, series, ${eachValue((index) => `v${index}`)}, ${eachValue((index) => `c${index}`)}, keep_days`;

/**
 * Rows of `rollups` of one grain, start and version, from rows by node and series that have sums `x0`-`x3` and counts `y0`-`y3`.
 * Binds `grain`, `start` and `version`.
 */
export const groupBySeries = (bySeries: string): string => `
  SELECT project_id, app, kind, {grain:UInt32}, toDateTime({start:UInt32}, 'UTC'), {version:UInt64}, node_id,
    ${eachValue((index) => `sum(x${index})`)}, ${eachValue((index) => `sum(y${index})`)},
    groupArray(series_id), ${eachValue((index) => `groupArray(x${index})`)},
    ${eachValue((index) => `groupArray(toUInt32(y${index}))`)}, keep_days
  FROM (${bySeries})
  GROUP BY project_id, app, kind, node_id, keep_days`;

export const HOUR_SECONDS = 3_600;
export const DAY_SECONDS = 86_400;

/** A roll of a day of a large app is some ten seconds of one core; much more means that it will not end. */
export const ROLL_TIMEOUT_MS = 600_000;
/** Past half of it groups go to disk. */
export const ROLL_MEMORY_BYTES = 512 * 2 ** 20;

/** A roll has time: one core, the others are for questions and uploads. */
export const rollSettings = {
  max_threads: 1,
  max_insert_threads: 1,
  max_bytes_before_external_group_by: ROLL_MEMORY_BYTES / 2,
} as const;
