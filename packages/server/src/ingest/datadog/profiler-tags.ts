export interface ProfilerTags {
  /** Values kept verbatim; of a name that comes twice the last value counts, as in Blackfire's agent. */
  readonly values: ReadonlyMap<string, string>;
  /** Fragments without a name: what a comma inside of a value leaves behind, as the format has no escape. */
  readonly malformed: number;
}

/** Datadog's own bookkeeping (`_dd.rc.client_id`, `_dd.profiler.…`): changes per process, describes nothing of the app. */
const INTERNAL_PREFIX = '_dd.';

/** Reads `tags_profiler`: `name:value,name:value`, cut at commas and then at the first colon. */
export function parseProfilerTags(fragments: Iterable<string>): ProfilerTags {
  const values = new Map<string, string>();
  let malformed = 0;
  for (const fragment of fragments) {
    const colon = fragment.indexOf(':');
    const name = fragment.slice(0, Math.max(colon, 0)).trim();
    if (name === '') {
      if (fragment.trim() !== '') malformed += 1;
    } else if (!name.startsWith(INTERNAL_PREFIX)) {
      values.set(name, fragment.slice(colon + 1));
    }
  }
  return { values, malformed };
}
