import type { Selectable } from 'kysely';
import { HearthError } from '../errors/hearth-error.ts';
import { type AgentBinding, bindingOfRow, checkedBinding } from './agent-binding.ts';
import type { CatalogContext } from './context.ts';
import type { OrganizationId, ProjectId, TokenId } from './ids.ts';
import { LookupCache } from './lookup-cache.ts';
import { checkedName } from './names.ts';
import { type Reach, reachOfColumns } from './reach.ts';
import type { TokenRow } from './schema.ts';
import { isScope, type Scope } from './scope.ts';
import { hashSecret, newToken, shownPrefix } from './secrets.ts';
import { withinReach } from './within-reach.ts';

/** `lastUsedMs` is to the minute: a durable write per request would cost more than the request. */
const LAST_USED_STEP_MS = 60_000;

/** A token without its secret, which nobody can read again. */
export interface Token {
  readonly id: TokenId;
  /** Its first characters; '' for one that was chosen outside. */
  readonly prefix: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly reach: Reach;
  readonly createdMs: number;
  readonly lastUsedMs: number | undefined;
  readonly expiresMs: number | undefined;
  readonly revokedMs: number | undefined;
  /** Of the token of an agent. */
  readonly agent: AgentBinding | undefined;
}

export interface NewToken {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly organizationId: OrganizationId;
  /** Narrows the token to one project of the organization; it then may hold no `org:*` scope. */
  readonly projectId?: ProjectId | undefined;
  /** Unix milliseconds; never when absent. */
  readonly expiresMs?: number | undefined;
  /** For the one scope `agent`, and only for it; needs `projectId`. */
  readonly agent?: AgentBinding | undefined;
}

export class Tokens {
  readonly #context: CatalogContext;
  readonly #byHash = new LookupCache<Token>();
  readonly #usedMs = new Map<TokenId, number>();
  readonly #writes = new Set<Promise<void>>();

  constructor(context: CatalogContext) {
    this.#context = context;
  }

  /** The secret is answered here and never again. Throws `invalid_request`. */
  async create(wanted: NewToken): Promise<{ readonly secret: string; readonly token: Token }> {
    if (wanted.scopes.length === 0) throw new HearthError('invalid_request', { message: 'A token needs a scope.' });
    if (wanted.projectId !== undefined && wanted.scopes.some((scope) => scope.startsWith('org:'))) {
      throw new HearthError('invalid_request', { message: 'A token of one project cannot hold org scopes.' });
    }
    const binding = checkedBinding(wanted);
    const { db, now } = this.#context;
    if (wanted.expiresMs !== undefined && !(Number.isSafeInteger(wanted.expiresMs) && wanted.expiresMs > now())) {
      throw new HearthError('invalid_request', { message: 'A token expires in the future.' });
    }
    const secret = newToken();
    const row = await db
      .insertInto('tokens')
      .values({
        hash: hashSecret(secret),
        prefix: shownPrefix(secret),
        name: checkedName(wanted.name, 'name'),
        scopes: [...new Set(wanted.scopes)].join(' '),
        origin: 'user',
        organization_id: wanted.organizationId,
        project_id: wanted.projectId ?? null,
        created_ms: now(),
        last_used_ms: null,
        expires_ms: wanted.expiresMs ?? null,
        revoked_ms: null,
        ...binding,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    this.#byHash.clear();
    return { secret, token: tokenOfRow(row) };
  }

  /** The token of a secret when it works now; undefined when unknown, revoked or expired. */
  async verify(secret: string): Promise<Token | undefined> {
    const token = await this.#find(secret);
    if (token === undefined || !isLive(token, this.#context.now())) return undefined;
    this.#noteUse(token);
    return token;
  }

  /** Whether the secret's token worked until its time was over. */
  async hasExpired(secret: string): Promise<boolean> {
    const token = await this.#find(secret);
    return token?.expiresMs !== undefined && token.revokedMs === undefined && token.expiresMs <= this.#context.now();
  }

  /** By number, when it works now: what a session stands on. */
  async findLive(id: TokenId): Promise<Token | undefined> {
    const row = await this.#context.db.selectFrom('tokens').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) return undefined;
    const token = tokenOfRow(row);
    return isLive(token, this.#context.now()) ? token : undefined;
  }

  /** Those that are bound within reach, newest first, revoked ones included. */
  async list(reach: Reach): Promise<readonly Token[]> {
    return (await this.#within(reach).orderBy('id', 'desc').execute()).map(tokenOfRow);
  }

  /** Undefined alike for unknown and out of reach. */
  async find(id: TokenId, reach: Reach): Promise<Token | undefined> {
    const row = await this.#within(reach).where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : tokenOfRow(row);
  }

  /** Ends a token and the sessions that stand on it. Throws `not_found` alike for unknown and out of reach. */
  async revoke(id: TokenId, reach: Reach): Promise<Token> {
    const { db, now } = this.#context;
    const token = await this.find(id, reach);
    if (token === undefined) throw new HearthError('not_found');
    const revokedMs = token.revokedMs ?? now();
    await db.updateTable('tokens').set({ revoked_ms: revokedMs }).where('id', '=', id).execute();
    this.#byHash.clear();
    return { ...token, revokedMs };
  }

  /** To be called when something else than this class changed the table. */
  forget(): void {
    this.#byHash.clear();
  }

  /** Waits for notes of use that are being written. */
  async settle(): Promise<void> {
    await Promise.all(this.#writes);
  }

  #find(secret: string): Promise<Token | undefined> {
    const hash = hashSecret(secret);
    return this.#byHash.get(hash, async () => {
      const row = await this.#context.db.selectFrom('tokens').selectAll().where('hash', '=', hash).executeTakeFirst();
      return row === undefined ? undefined : tokenOfRow(row);
    });
  }

  #within(reach: Reach) {
    return this.#context.db.selectFrom('tokens').selectAll().where(withinReach(reach));
  }

  /** In the background; a note that cannot be written is written at a later use. */
  #noteUse(token: Token): void {
    const nowMs = this.#context.now();
    if (nowMs - (this.#usedMs.get(token.id) ?? token.lastUsedMs ?? 0) < LAST_USED_STEP_MS) return;
    this.#usedMs.set(token.id, nowMs);
    const write = this.#context.db
      .updateTable('tokens')
      .set({ last_used_ms: nowMs })
      .where('id', '=', token.id)
      .execute()
      .then(
        () => undefined,
        () => {
          this.#usedMs.delete(token.id);
        },
      )
      .finally(() => this.#writes.delete(write));
    this.#writes.add(write);
  }
}

const isLive = (token: Token, nowMs: number): boolean =>
  token.revokedMs === undefined && (token.expiresMs === undefined || token.expiresMs > nowMs);

const tokenOfRow = (row: Selectable<TokenRow>): Token => ({
  id: row.id,
  prefix: row.prefix,
  name: row.name,
  scopes: row.scopes.split(' ').filter(isScope),
  reach: reachOfColumns(row),
  createdMs: row.created_ms,
  lastUsedMs: row.last_used_ms ?? undefined,
  expiresMs: row.expires_ms ?? undefined,
  revokedMs: row.revoked_ms ?? undefined,
  agent: bindingOfRow(row),
});
