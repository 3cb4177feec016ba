import type { IncomingMessage } from 'node:http';

/** Lets a body run out unread, so that the connection can be used again; one that goes on beyond the limit is cut off. */
export function discardBody(raw: IncomingMessage, maxBytes: number): void {
  let size = 0;
  raw.on('error', () => undefined);
  raw.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > maxBytes) raw.destroy();
  });
  raw.resume();
}
