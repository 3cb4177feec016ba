/**
 * One map of several: the first that has a key says its value. Undefined when there is no map at all.
 * @param keys only these; all when undefined
 */
export function firstOfEach<V>(
  maps: readonly (ReadonlyMap<string, V> | undefined)[],
  keys?: ReadonlySet<string>,
): ReadonlyMap<string, V> | undefined {
  const known = maps.filter((map) => map !== undefined);
  if (known.length === 0) return undefined;
  const joined = new Map<string, V>();
  for (const map of known) {
    for (const [key, value] of map) if (!joined.has(key) && (keys?.has(key) ?? true)) joined.set(key, value);
  }
  return joined;
}
