import type { IncomingHttpHeaders } from 'node:http';

/** A credential as it came over the wire, not yet looked up. */
export type Credential =
  | { readonly kind: 'bearer'; readonly secret: string }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  /** Sentry's DSN key: header `X-Sentry-Auth`, scheme `Sentry`, or query `sentry_key`. */
  | { readonly kind: 'sentry'; readonly key: string }
  /** `DD-API-KEY`: an ingest key, a token, or the key of someone's Datadog account. */
  | { readonly kind: 'api-key'; readonly key: string }
  /** An `Authorization` header of no scheme that is known here. */
  | { readonly kind: 'unreadable' };

/** What `Authorization` holds; undefined when it is absent or empty. */
export function authorizationOf(headers: IncomingHttpHeaders): Credential | undefined {
  // Cut and trimmed, not matched: a pattern that has to find the end of white space tries again from each character of it.
  const text = headers.authorization?.trim() ?? '';
  const gap = text.search(/\s/);
  const scheme = gap < 0 ? text : text.slice(0, gap);
  const rest = gap < 0 ? '' : text.slice(gap).trim();
  switch (scheme.toLowerCase()) {
    case '':
      return undefined;
    case 'bearer':
      return { kind: 'bearer', secret: rest };
    case 'basic':
      return basicOf(rest);
    case 'sentry':
      return sentryOf(rest);
    default:
      return { kind: 'unreadable' };
  }
}

/**
 * Every credential an upload may carry, in the order they are tried. `sentryKey` is the query's. The query never holds
 * a token, and no other query value is looked at.
 */
export function uploadCredentialsOf(
  headers: IncomingHttpHeaders,
  sentryKey: string | undefined,
): readonly Credential[] {
  const found = [authorizationOf(headers)];
  const sentryAuth = headers['x-sentry-auth'];
  if (typeof sentryAuth === 'string') found.push(sentryOf(sentryAuth.replace(/^\s*sentry\s+/i, '')));
  if (sentryKey !== undefined) found.push({ kind: 'sentry', key: sentryKey });
  const apiKey = headers['dd-api-key'];
  if (typeof apiKey === 'string' && apiKey !== '') found.push({ kind: 'api-key', key: apiKey });
  return found.filter((credential) => credential !== undefined);
}

/** RFC 7617. Both parts empty, as from `http://:@host/`, is no credential. */
function basicOf(encoded: string): Credential | undefined {
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const user = colon < 0 ? text : text.slice(0, colon);
  const password = colon < 0 ? '' : text.slice(colon + 1);
  return user === '' && password === '' ? undefined : { kind: 'basic', user, password };
}

/** `sentry_key=K, sentry_version=7, ...`. */
function sentryOf(pairs: string): Credential {
  const key = /(?:^|[\s,])sentry_key=([^\s,]*)/i.exec(pairs)?.[1];
  return key === undefined ? { kind: 'unreadable' } : { kind: 'sentry', key };
}
