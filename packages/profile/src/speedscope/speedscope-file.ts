/** Of `$schema`: what a file of the format says of itself. */
export const SPEEDSCOPE_SCHEMA = 'https://www.speedscope.app/file-format-schema.json';

/** Nanoseconds of a unit of time. `none` and `bytes` are the other two units of the format. */
export const UNIT_NANOS: ReadonlyMap<string, number> = new Map([
  ['nanoseconds', 1],
  ['microseconds', 1e3],
  ['milliseconds', 1e6],
  ['seconds', 1e9],
]);

/**
 * What our own files say beside the format in each profile, under the key `hearth`: speedscope knows units and no types, and
 * has one name where we have a type and a thread. Other readers pass over it.
 */
export interface OwnWords {
  readonly type: string;
  readonly unit: string;
  readonly thread: string;
}
