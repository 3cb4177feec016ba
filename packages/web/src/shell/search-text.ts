/**
 * Search parameters as people write them: plain text, lists by repeating a name. (The router's own way quotes text that
 * looks like a number, and lists become JSON.)
 */
export function parseSearch(text: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = found[name];
    if (lists.has(name)) found[name] = [...(Array.isArray(before) ? (before as unknown[]) : []), value];
    else found[name] = value;
  }
  return found;
}

/** Parameters that hold several values, whatever their number. */
const lists: ReadonlySet<string> = new Set(['where', 'focus', 'hide', 'beforeWhere', 'open']);

/** The other way round; what is undefined or '' is left out. */
export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (one !== undefined && one !== null && one !== '') query.append(name, String(one));
    }
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
