import { randomInt } from 'node:crypto';

/** What every key starts with; part of the secret, and what tells it from other bearers. */
export const API_KEY_PREFIX = 'apikey:';
/** As many as Feldera's own keys have. */
const API_KEY_LENGTH = 128;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** `apikey:` and 128 letters and digits: 762 bits. */
export function newApiKey(): string {
  let key = API_KEY_PREFIX;
  for (let i = 0; i < API_KEY_LENGTH; i++) key += alphabet.charAt(randomInt(alphabet.length));
  return key;
}

/** Whether a bearer has the form of a key; only such ones are looked up. */
export const isApiKeyForm = (secret: string): boolean => /^apikey:[A-Za-z0-9]{128}$/.test(secret);
