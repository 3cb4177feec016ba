/** Everything a command touches outside itself, so that a test can stand in for the terminal. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  /** For files, which are no text. */
  readonly outBytes: (bytes: Uint8Array) => void;
  readonly err: (text: string) => void;
  /** Whether standard output is a terminal. */
  readonly isTty: boolean;
  /** Whether standard error is a terminal. */
  readonly isErrTty: boolean;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Unix milliseconds. */
  readonly nowMs: () => number;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}
