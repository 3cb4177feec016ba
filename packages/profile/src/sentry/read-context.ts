import { asJsonObject } from './json-value.ts';
import { MAX_SENTRY_NAME_CHARACTERS } from './limits.ts';
import type { SentryNamedVersion } from './sentry-context.ts';
import type { SentryPayload } from './sentry-payload.ts';

/** `{name, version}` of a runtime or an SDK; '' for what is not said. */
export function namedVersion(payload: SentryPayload, key: string): SentryNamedVersion {
  const fields = payload.object(key);
  return { name: fields?.text('name') ?? '', version: fields?.text('version') ?? '' };
}

/** The texts of an object; other values and texts beyond any name's length are left out. */
export function textMap(payload: SentryPayload, key: string): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const [name, value] of Object.entries(asJsonObject(payload.value(key)) ?? {})) {
    if (typeof value === 'string' && value.length <= MAX_SENTRY_NAME_CHARACTERS) map.set(name, value);
  }
  return map;
}
