import { HearthError } from '../errors/hearth-error.ts';
import type { CatalogContext } from './context.ts';
import type { TokenId } from './ids.ts';
import { hashSecret, newLinkCode, newSessionSecret } from './secrets.ts';
import type { Token, Tokens } from './tokens.ts';

/** Long enough to walk from the terminal to the browser; a link in a log or a history is soon worthless. */
export const LINK_LIFETIME_MS = 10 * 60_000;
/** A fortnight of work without signing in again. */
export const SESSION_LIFETIME_MS = 14 * 24 * 3_600_000;

export interface SessionLink {
  /** Goes into `/auth/link?code=`; works once. */
  readonly code: string;
  readonly expiresMs: number;
}

export interface NewSession {
  /** Goes into the cookie. */
  readonly secret: string;
  readonly expiresMs: number;
  readonly token: Token;
}

/**
 * Browser sessions. One begins with a one-time link made for a token, may do what that token may, and ends with it.
 * Codes and secrets are stored hashed.
 */
export class Sessions {
  readonly #context: CatalogContext;
  readonly #tokens: Tokens;

  constructor(context: CatalogContext, tokens: Tokens) {
    this.#context = context;
    this.#tokens = tokens;
  }

  /** Throws `not_found` when the token does not work. */
  async createLink(tokenId: TokenId): Promise<SessionLink> {
    const { db, now } = this.#context;
    if ((await this.#tokens.findLive(tokenId)) === undefined) throw new HearthError('not_found');
    const code = newLinkCode();
    const expiresMs = now() + LINK_LIFETIME_MS;
    await this.#purge();
    await db
      .insertInto('session_links')
      .values({ code_hash: hashSecret(code), token_id: tokenId, created_ms: now(), expires_ms: expiresMs })
      .execute();
    return { code, expiresMs };
  }

  /** Turns a link's code into a session, once; undefined for one that is unknown, used, too old or of a dead token. */
  async redeem(code: string): Promise<NewSession | undefined> {
    const { db, now } = this.#context;
    // The deletion decides who was first, so two requests with one code make one session.
    const link = await db
      .deleteFrom('session_links')
      .where('code_hash', '=', hashSecret(code))
      .returning(['token_id', 'expires_ms'])
      .executeTakeFirst();
    if (link === undefined || link.expires_ms <= now()) return undefined;
    const token = await this.#tokens.findLive(link.token_id);
    if (token === undefined) return undefined;
    const secret = newSessionSecret();
    const expiresMs = Math.min(now() + SESSION_LIFETIME_MS, token.expiresMs ?? Number.POSITIVE_INFINITY);
    await db
      .insertInto('sessions')
      .values({ hash: hashSecret(secret), token_id: token.id, created_ms: now(), expires_ms: expiresMs })
      .execute();
    return { secret, expiresMs, token };
  }

  /** The token that the session of this cookie stands on, while both work. */
  async verify(secret: string): Promise<Token | undefined> {
    const { db, now } = this.#context;
    const session = await db
      .selectFrom('sessions')
      .select(['token_id', 'expires_ms'])
      .where('hash', '=', hashSecret(secret))
      .executeTakeFirst();
    if (session === undefined || session.expires_ms <= now()) return undefined;
    return this.#tokens.findLive(session.token_id);
  }

  /** Ends a session; does nothing when there is none. */
  async end(secret: string): Promise<void> {
    await this.#context.db.deleteFrom('sessions').where('hash', '=', hashSecret(secret)).execute();
  }

  /** What has expired need not be kept; called where new rows come, so neither table grows without end. */
  async #purge(): Promise<void> {
    const { db, now } = this.#context;
    await db.deleteFrom('session_links').where('expires_ms', '<=', now()).execute();
    await db.deleteFrom('sessions').where('expires_ms', '<=', now()).execute();
  }
}
