import { UpsunParameterError } from './upsun-parameter-error.ts';

/** As fastify hands it over: names and values are percent-decoded, a name that came several times has a list. */
export type QueryString = Readonly<Record<string, string | readonly string[] | undefined>>;

export const valuesOf = (query: QueryString, name: string): readonly string[] => {
  const value = query[name];
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
};

/** The value of a parameter that may come once. Throws the given message when it came more often. */
export function singleValue(query: QueryString, name: string, message: string): string | undefined {
  const values = valuesOf(query, name);
  if (values.length > 1) throw new UpsunParameterError(message);
  return values[0];
}
