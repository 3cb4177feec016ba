import { type QueryString, singleValue } from './query-string.ts';
import { UpsunParameterError } from './upsun-parameter-error.ts';

/** The types that Upsun's API knows; they are the canonical names of the store. */
export const upsunProfileTypes = [
  'cpu',
  'wall-time',
  'wall',
  'goroutine',
  'alloc_objects',
  'alloc_space',
  'inuse_objects',
  'inuse_space',
  'space',
] as const;

const known: ReadonlySet<string> = new Set(upsunProfileTypes);
const INVALID = "invalid 'profile_type' parameter (invalid)";

export const isUpsunProfileType = (type: string): boolean => known.has(type);

/** Undefined means all types. */
export function parseProfileType(query: QueryString): string | undefined {
  const type = singleValue(query, 'profile_type', INVALID);
  if (type !== undefined && !known.has(type)) throw new UpsunParameterError(INVALID);
  return type;
}
