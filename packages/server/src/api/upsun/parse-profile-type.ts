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

/** What is shown of an app when nobody says which type: the first it has in the order of the API document. */
export const firstProfileType = (types: readonly string[]): string =>
  upsunProfileTypes.find((type) => types.includes(type)) ?? upsunProfileTypes[0];
