import type { Io } from '../io.ts';

export interface FakeIo {
  readonly io: Io;
  /** What was written so far. */
  readonly out: () => string;
  readonly err: () => string;
  readonly abort: () => void;
}

/** The moment at which every test with a FakeIo plays. */
export const testNowMs = Date.UTC(2026, 10, 21, 12, 0, 0);

/** A terminal that remembers: no TTY, a clock that stands still, nothing on standard input unless given. */
export function fakeIo(options: { readonly env?: Record<string, string>; readonly stdin?: string } = {}): FakeIo {
  const written = { out: '', err: '' };
  const abort = new AbortController();
  async function* stdin(): AsyncGenerator<Uint8Array> {
    if (options.stdin !== undefined) yield Buffer.from(options.stdin);
  }
  const io: Io = {
    env: options.env ?? {},
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
    isTty: false,
    stdin: stdin(),
    nowMs: () => testNowMs,
    signal: abort.signal,
  };
  return { io, out: () => written.out, err: () => written.err, abort: () => abort.abort() };
}
