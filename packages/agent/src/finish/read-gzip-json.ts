import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { JsonBalance } from './json-balance.ts';

/** A recorder's file, looked through to its end. */
export interface ReadFile {
  readonly inflatedBytes: number;
  /** The whole text, unless it is above the limit. */
  readonly text: string | undefined;
  /** Whether it is one JSON object from its first to its last byte. For a text that is given, parsing says more. */
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
  const balance = new JsonBalance();
  const source = createReadStream(path);
  const inflated = source.pipe(createGunzip());
  source.once('error', (error) => inflated.destroy(error));
  for await (const chunk of inflated as AsyncIterable<Buffer>) {
    inflatedBytes += chunk.length;
    balance.take(chunk);
    if (inflatedBytes <= maxInflatedBytes) chunks.push(chunk);
    else chunks = [];
  }
  const text = inflatedBytes <= maxInflatedBytes ? Buffer.concat(chunks).toString('utf8') : undefined;
  return { inflatedBytes, text, balanced: balance.complete };
}
