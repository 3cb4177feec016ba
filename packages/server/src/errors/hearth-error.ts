import { type ErrorCode, errorCatalogue } from './catalogue.ts';

export interface HearthErrorOptions {
  /** What exactly is wrong, for people; the catalogue's sentence is used when absent. Must hold no secret. */
  readonly message?: string | undefined;
  /** Seconds after which trying again makes sense; becomes `Retry-After`. */
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/** An error that a caller is meant to see: a code of the one catalogue, its status, and a neutral sentence. */
export class HearthError extends Error {
  override readonly name = 'HearthError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, options: HearthErrorOptions = {}) {
    super(options.message ?? errorCatalogue[code].message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.status = errorCatalogue[code].status;
    this.retryAfterSeconds = options.retryAfterSeconds ?? errorCatalogue[code].retryAfterSeconds;
  }
}
