import { createHash, randomBytes, randomInt } from 'node:crypto';

/** 256 bits: guessing is hopeless, so a plain SHA-256 without salt or stretching is enough to store them. */
const SECRET_BYTES = 32;
/** As long as Sentry's public DSN keys, which clients check: 32 hex digits. */
const INGEST_KEY_BYTES = 16;
/** The length of Upsun's project ids: 36^12 x 26 possibilities, so that nobody guesses a neighbour's. */
const PROJECT_KEY_LENGTH = 13;
/** `hearth_` and five more: enough to recognise a token in a list; 236 bits stay secret. */
const SHOWN_PREFIX_LENGTH = 12;

const letters = 'abcdefghijklmnopqrstuvwxyz';
const lettersAndDigits = `${letters}0123456789`;

/** What every secret of Hearth starts with, so that scanners and `redact` know it at sight. */
export const SECRET_PREFIX = 'hearth_';

export const newToken = (): string => `${SECRET_PREFIX}${randomBytes(SECRET_BYTES).toString('hex')}`;
export const newLinkCode = (): string => `${SECRET_PREFIX}link_${randomBytes(SECRET_BYTES).toString('hex')}`;
export const newSessionSecret = (): string => `${SECRET_PREFIX}session_${randomBytes(SECRET_BYTES).toString('hex')}`;
export const newIngestKey = (): string => randomBytes(INGEST_KEY_BYTES).toString('hex');

/** [a-z][a-z0-9]{12}: starts with a letter, so it is never taken for a project's number. */
export function newProjectKey(): string {
  let key = letters.charAt(randomInt(letters.length));
  while (key.length < PROJECT_KEY_LENGTH) key += lettersAndDigits.charAt(randomInt(lettersAndDigits.length));
  return key;
}

/**
 * Only the hash is stored and looked up. Comparing goes by index on the hash, so its timing says nothing about the
 * secret.
 */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret, 'utf8').digest('hex');

/** What a list may show of a generated token; nothing of a secret that was chosen outside. */
export const shownPrefix = (secret: string): string =>
  secret.startsWith(SECRET_PREFIX) ? secret.slice(0, SHOWN_PREFIX_LENGTH) : '';

/** Whether a text has the form of an ingest key; only such texts are looked up. */
export const isIngestKeyForm = (text: string): boolean => /^[0-9a-f]{32}$/.test(text);
