import type { Io } from '../io.ts';

export interface FakeIo {
  readonly io: Io;
  /** What was written so far. */
  readonly out: () => string;
  /** The same, as it was. */
  readonly outBytes: () => Buffer;
  readonly err: () => string;
  readonly abort: () => void;
}

export interface FakeIoOptions {
  readonly env?: Record<string, string>;
  readonly stdin?: string | Uint8Array;
  readonly isTty?: boolean;
  readonly isErrTty?: boolean;
}

/** The moment at which every test with a FakeIo plays. */
export const testNowMs = Date.UTC(2026, 10, 21, 12, 0, 0);

/** A terminal that remembers: no TTY, a clock that stands still, nothing on standard input unless given. */
export function fakeIo(options: FakeIoOptions = {}): FakeIo {
  const written = { out: '', err: '' };
  const chunks: Uint8Array[] = [];
  const abort = new AbortController();
  async function* stdin(): AsyncGenerator<Uint8Array> {
    if (options.stdin !== undefined)
      yield typeof options.stdin === 'string' ? Buffer.from(options.stdin) : options.stdin;
  }
  const io: Io = {
    env: options.env ?? {},
    out: (text) => {
      written.out += text;
    },
    outBytes: (bytes) => {
      chunks.push(bytes);
    },
    err: (text) => {
      written.err += text;
    },
    isTty: options.isTty ?? false,
    isErrTty: options.isErrTty ?? false,
    stdin: stdin(),
    nowMs: () => testNowMs,
    signal: abort.signal,
  };
  return {
    io,
    out: () => written.out,
    outBytes: () => Buffer.concat(chunks),
    err: () => written.err,
    abort: () => abort.abort(),
  };
}
