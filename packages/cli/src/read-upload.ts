import { readFile } from 'node:fs/promises';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-code.ts';
import type { Io } from './io.ts';

/** The bytes of a file, or of standard input for `-`. */
export async function readUpload(file: string, io: Io): Promise<Uint8Array> {
  const bytes = file === '-' ? await readAll(io) : await readNamed(file, io);
  if (bytes.length > 0) return bytes;
  throw new CliError(`${file === '-' ? 'standard input' : file} is empty`, {
    exitCode: exitCodes.failure,
    code: 'empty_file',
  });
}

async function readNamed(file: string, io: Io): Promise<Uint8Array> {
  try {
    return await readFile(file, { signal: io.signal });
  } catch (error) {
    if (io.signal.aborted) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reasons: Readonly<Record<string, string>> = { ENOENT: 'no such file', EISDIR: 'is a directory' };
    throw new CliError(`${file}: ${reasons[code] ?? String(error)}`, {
      exitCode: exitCodes.failure,
      code: 'unreadable_file',
      cause: error,
    });
  }
}

async function readAll(io: Io): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  // A read that waits for a terminal does not see the signal by itself.
  const iterator = io.stdin[Symbol.asyncIterator]();
  const cancelled = new Promise<never>((_, reject) => {
    io.signal.addEventListener('abort', () => reject(new Error('cancelled')), { once: true });
  });
  for (;;) {
    const next = await Promise.race([iterator.next(), cancelled]);
    if (next.done === true) return Buffer.concat(chunks);
    chunks.push(next.value);
  }
}
