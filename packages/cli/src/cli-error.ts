import type { ExitCode } from './exit-code.ts';

export interface CliErrorOptions {
  readonly exitCode: ExitCode;
  /** Stable word for scripts: an error code of the server's catalogue, or one of this command's own. */
  readonly code: string;
  /** What to do about it; printed on its own line. */
  readonly hint?: string | undefined;
  /** HTTP status, when the server answered. */
  readonly status?: number | undefined;
  readonly cause?: unknown;
}

/** A failure the person at the terminal is meant to read: no stack is printed. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: ExitCode;
  readonly code: string;
  readonly hint: string | undefined;
  readonly status: number | undefined;

  constructor(message: string, options: CliErrorOptions) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.exitCode = options.exitCode;
    this.code = options.code;
    this.hint = options.hint;
    this.status = options.status;
  }
}
