import { randomBytes } from 'node:crypto';
import type { TokenId } from '../../catalog/ids.ts';
import { hashSecret, SECRET_PREFIX } from '../../catalog/secrets.ts';
import type { LinkedFile } from './linked-file.ts';

/** Longest life of a link, in seconds: enough to open a viewer; an address in a log or a history is soon worthless. */
export const MAX_LINK_SECONDS = 600;
/** Links of one token that work at once. Beyond, its oldest one ends: a script that makes them without end harms nobody. */
export const MAX_LINKS_OF_TOKEN = 100;
/** 256 bits, like every secret. */
const CODE_BYTES = 32;
/** Names a link in lists and logs; says nothing about its code. */
const ID_BYTES = 8;

/** A link without its code, which nobody can read again. */
export interface FileLink {
  /** 16 hex digits. */
  readonly id: string;
  readonly file: LinkedFile;
  /** It ends with this token. */
  readonly tokenId: TokenId;
  /** Who made it, in words for people. */
  readonly madeBy: string;
  readonly createdMs: number;
  readonly expiresMs: number;
}

export interface NewLink {
  readonly file: LinkedFile;
  readonly tokenId: TokenId;
  readonly madeBy: string;
  /** 1 to `MAX_LINK_SECONDS`. */
  readonly seconds: number;
}

/** Something that happened to a link, for the log. */
export interface LinkEvent {
  readonly kind: 'made' | 'used' | 'revoked';
  readonly link: string;
  /** Its subject. */
  readonly file: string;
  readonly madeBy: string;
  /** Of `revoked`: who did it. */
  readonly who?: string;
}

export interface FileLinksOptions {
  /** Whether a token works now. */
  readonly isLive: (token: TokenId) => Promise<boolean>;
  readonly onEvent?: ((event: LinkEvent) => void) | undefined;
  /** Unix milliseconds; the system's clock when absent. */
  readonly now?: (() => number) | undefined;
}

/** The signed links that work now. Kept in memory: none survives a restart. */
export class FileLinks {
  /** By the hash of their code, the oldest first. */
  readonly #byHash = new Map<string, FileLink>();
  readonly #isLive: (token: TokenId) => Promise<boolean>;
  readonly #onEvent: (event: LinkEvent) => void;
  readonly #now: () => number;

  constructor({ isLive, onEvent, now }: FileLinksOptions) {
    this.#isLive = isLive;
    this.#onEvent = onEvent ?? (() => undefined);
    this.#now = now ?? Date.now;
  }

  /** The code is answered here and never again. */
  make({ file, tokenId, madeBy, seconds }: NewLink): { readonly code: string; readonly link: FileLink } {
    this.#purge();
    const ofToken = [...this.#byHash].filter(([, link]) => link.tokenId === tokenId);
    for (const [hash] of ofToken.slice(0, Math.max(0, ofToken.length - MAX_LINKS_OF_TOKEN + 1))) {
      this.#byHash.delete(hash);
    }
    const code = `${SECRET_PREFIX}file_${randomBytes(CODE_BYTES).toString('hex')}`;
    const createdMs = this.#now();
    const link: FileLink = {
      id: randomBytes(ID_BYTES).toString('hex'),
      file,
      tokenId,
      madeBy,
      createdMs,
      expiresMs: createdMs + Math.min(seconds, MAX_LINK_SECONDS) * 1_000,
    };
    this.#byHash.set(hashSecret(code), link);
    this.#say('made', link);
    return { code, link };
  }

  /** Those of a subject that work, the newest first. */
  list(subject: string): readonly FileLink[] {
    this.#purge();
    return [...this.#byHash.values()].filter(({ file }) => file.subject === subject).toReversed();
  }

  /** Ends a link; says whether there was one of that id for that subject. */
  revoke(subject: string, id: string, who: string): boolean {
    for (const [hash, link] of this.#byHash) {
      if (link.id !== id || link.file.subject !== subject) continue;
      this.#byHash.delete(hash);
      this.#say('revoked', link, who);
      return true;
    }
    return false;
  }

  /** The link of a code, when it works now and opens the file of that key; undefined alike for everything else. */
  async verify(code: string, key: string): Promise<FileLink | undefined> {
    const hash = hashSecret(code);
    const isGood = ({ file, expiresMs }: FileLink): boolean => file.key === key && expiresMs > this.#now();
    const link = this.#byHash.get(hash);
    if (link === undefined || !isGood(link) || !(await this.#isLive(link.tokenId))) return undefined;
    // It may have been revoked while the token was looked up.
    if (!this.#byHash.has(hash)) return undefined;
    this.#say('used', link);
    return link;
  }

  #purge(): void {
    const nowMs = this.#now();
    for (const [hash, { expiresMs }] of this.#byHash) if (expiresMs <= nowMs) this.#byHash.delete(hash);
  }

  #say(kind: LinkEvent['kind'], { id, file, madeBy }: FileLink, who?: string): void {
    this.#onEvent({ kind, link: id, file: file.subject, madeBy, ...(who === undefined ? {} : { who }) });
  }
}
