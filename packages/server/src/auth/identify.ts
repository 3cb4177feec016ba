import type { Catalog } from '../catalog/catalog.ts';
import { isIngestKeyForm, SECRET_PREFIX } from '../catalog/secrets.ts';
import { HearthError } from '../errors/hearth-error.ts';
import type { Call } from './call.ts';
import { type Caller, callerOfIngestKey, callerOfToken } from './caller.ts';
import type { Credential } from './credentials.ts';
import { isOwnPage } from './same-origin.ts';
import { sessionSecretOf } from './session-cookie.ts';

/**
 * Who holds a credential. undefined means it is another vendor's (an unknown `DD-API-KEY`, Blackfire's Basic
 * `serverId:serverToken`); one of ours that does not work throws `invalid_token`, `invalid_ingest_key` or, for a DSN's that
 * cannot be one, `malformed_ingest_key`; for a bearer's that is too old, `token_expired`.
 */
export async function callerOfCredential(catalog: Catalog, credential: Credential): Promise<Caller | undefined> {
  switch (credential.kind) {
    case 'bearer':
      return (await holderOf(catalog, credential.secret)) ?? refuseToken(catalog, credential.secret);
    case 'basic':
      return callerOfBasic(catalog, credential.user, credential.password);
    case 'sentry':
      return callerOfDsnKey(catalog, credential.key);
    case 'api-key':
      return callerOfApiKey(catalog, credential.key);
    case 'unreadable':
      return refuse('invalid_token');
  }
}

/** Who holds the key of a DSN. Throws `malformed_ingest_key`, `invalid_ingest_key`. */
export async function callerOfDsnKey(catalog: Catalog, key: string): Promise<Caller> {
  if (!isIngestKeyForm(key)) return refuse('malformed_ingest_key');
  return (await keyHolderOf(catalog, key)) ?? refuse('invalid_ingest_key');
}

/** The path prefix takes ingest keys only: a token has no business in a URL. */
export async function callerOfPathKey(catalog: Catalog, key: string): Promise<Caller> {
  return (await keyHolderOf(catalog, key)) ?? refuse('invalid_ingest_key');
}

/**
 * Who holds the session of the cookie; undefined without a session that works (an old cookie is no offence). Throws
 * `csrf` when another site's page sent the request.
 */
export async function callerOfSession(catalog: Catalog, call: Call): Promise<Caller | undefined> {
  const { method, headers, publicOrigin } = call;
  const secret = sessionSecretOf(headers.cookie);
  const token = secret === undefined ? undefined : await catalog.sessions.verify(secret);
  if (token === undefined) return undefined;
  if (!isOwnPage(method, headers, publicOrigin)) throw new HearthError('csrf');
  return callerOfToken(token, 'session');
}

/** Either part may be the credential: SDKs put a DSN's or URL's userinfo into one or the other. */
async function callerOfBasic(catalog: Catalog, user: string, password: string): Promise<Caller | undefined> {
  const parts = [user, password].filter((part) => part !== '');
  for (const part of parts) {
    const caller = await holderOf(catalog, part);
    if (caller !== undefined) return caller;
  }
  if (parts.some((part) => part.startsWith(SECRET_PREFIX))) return refuse('invalid_token');
  if (parts.some(isIngestKeyForm)) return refuse('invalid_ingest_key');
  return parts.length === 2 ? undefined : refuse('invalid_token');
}

/** Datadog's own keys have the form of ours, so only a key that was once ours is known to be a bad one of ours. */
async function callerOfApiKey(catalog: Catalog, key: string): Promise<Caller | undefined> {
  const caller = await holderOf(catalog, key);
  if (caller !== undefined) return caller;
  if (key.startsWith(SECRET_PREFIX)) return refuse('invalid_token');
  return (await catalog.ingestKeys.find(key)) === undefined ? undefined : refuse('invalid_ingest_key');
}

async function holderOf(catalog: Catalog, secret: string): Promise<Caller | undefined> {
  const keyHolder = await keyHolderOf(catalog, secret);
  if (keyHolder !== undefined) return keyHolder;
  const token = await catalog.tokens.verify(secret);
  return token === undefined ? undefined : callerOfToken(token, 'token');
}

async function keyHolderOf(catalog: Catalog, key: string): Promise<Caller | undefined> {
  const found = await catalog.ingestKeys.find(key);
  return found === undefined || found.endedMs !== undefined ? undefined : callerOfIngestKey(found);
}

async function refuseToken(catalog: Catalog, secret: string): Promise<never> {
  return refuse((await catalog.tokens.hasExpired(secret)) ? 'token_expired' : 'invalid_token');
}

function refuse(code: 'invalid_token' | 'token_expired' | 'invalid_ingest_key' | 'malformed_ingest_key'): never {
  throw new HearthError(code);
}
