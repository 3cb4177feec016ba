/** The query parameter in which a signed link carries its code. */
export const LINK_PARAMETER = 'link';

/** The code in a query that was parsed; '' for a parameter that is there and can be none, so that it is refused. */
export function linkCodeOf(query: unknown): string | undefined {
  const value = (query as Readonly<Record<string, unknown>> | undefined)?.[LINK_PARAMETER];
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : '';
}
