/** `"name":value`, for values that are JSON text already. */
export const member = (name: string, value: string): string => `"${name}":${value}`;

/** `"name":"text"`, or nothing for ''. */
export const optionalText = (name: string, text: string): string | undefined =>
  text === '' ? undefined : member(name, JSON.stringify(text));

/** Those members that there are, one behind the other. */
export const membersText = (members: readonly (string | undefined)[]): string =>
  members.filter((text) => text !== undefined).join(',');

/** An object of those members that there are. */
export const objectText = (members: readonly (string | undefined)[]): string => `{${membersText(members)}}`;

/** An object whose names come from a payload. */
export function mapText<V>(map: ReadonlyMap<string, V>, valueText: (value: V) => string): string {
  const members: string[] = [];
  for (const [name, value] of map) members.push(`${JSON.stringify(name)}:${valueText(value)}`);
  return `{${members.join(',')}}`;
}
