import { randomBytes } from 'node:crypto';

/** What opens the door of one engine: made at start, kept in memory and in two files of mode 0600, never on a command line. */
export interface EngineSecrets {
  /** Value of the header without which the engine answers nobody. */
  readonly header: string;
  readonly ownerPassword: string;
  readonly readerPassword: string;
}

/** 256 bits each: cannot be guessed over loopback. */
const SECRET_BYTES = 32;

/** New secrets for one engine. Hexadecimal, so that they need no escaping in a header. */
export function makeSecrets(): EngineSecrets {
  const secret = (): string => randomBytes(SECRET_BYTES).toString('hex');
  return { header: secret(), ownerPassword: secret(), readerPassword: secret() };
}
