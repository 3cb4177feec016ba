import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { JsonBalance } from './json-balance.ts';

/** A recorder's file, looked through to its end. */
export interface ReadFile {
  readonly inflatedBytes: number;
  /** The whole text, unless it is above the limit. */
  readonly text: string | undefined;
  /** Whether a text above the limit is one JSON object from its first to its last byte; of any other, parsing says more. */
  readonly balanced: boolean;
}

/**
 * Inflates a file to its end, so that a cut-off one is noticed: samply exits with 0 when the disk is full.
 *
 * @throws the error of zlib (`Z_BUF_ERROR`, `Z_DATA_ERROR`) when it is cut off or damaged
 */
export async function readGzipJson(path: string, maxInflatedBytes: number): Promise<ReadFile> {
  let chunks: Buffer[] = [];
  let inflatedBytes = 0;
  let balance: JsonBalance | undefined;
  const source = createReadStream(path);
  const inflated = source.pipe(createGunzip());
  source.once('error', (error) => inflated.destroy(error));
  for await (const chunk of inflated as AsyncIterable<Buffer>) {
    inflatedBytes += chunk.length;
    if (balance === undefined) chunks.push(chunk);
    else balance.take(chunk);
    if (balance === undefined && inflatedBytes > maxInflatedBytes) {
      balance = new JsonBalance();
      for (const earlier of chunks) balance.take(earlier);
      chunks = [];
    }
  }
  if (balance !== undefined) return { inflatedBytes, text: undefined, balanced: balance.complete };
  return { inflatedBytes, text: Buffer.concat(chunks).toString('utf8'), balanced: true };
}
