import type { IncomingMessage } from 'node:http';
import { HearthError } from '../errors/hearth-error.ts';
import { ClientGoneError } from './client-gone-error.ts';

export interface ReadBodyOptions {
  readonly maxBytes: number;
  /** Told of every chunk before it is kept; may throw. */
  readonly take: (bytes: number) => void;
}

/**
 * Reads a whole body, chunked or with a length, under a limit. What exceeds it is not read any further: the connection is
 * to be closed with the answer.
 *
 * @throws HearthError `body_too_large` and what `take` throws; ClientGoneError
 */
export async function readBody(raw: IncomingMessage, { maxBytes, take }: ReadBodyOptions): Promise<Buffer> {
  const announced = Number(raw.headers['content-length'] ?? 0);
  const tooLarge = (): HearthError =>
    new HearthError('body_too_large', { message: `The body is larger than ${maxBytes} bytes.` });
  if (announced > maxBytes) throw tooLarge();
  if (raw.destroyed) throw gone();

  return new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (error: Error): void => {
      raw.off('data', onData).off('end', onEnd).off('error', onGone).off('close', onGone);
      // An error may still follow on a connection that breaks; nobody else listens.
      raw.on('error', () => undefined);
      reject(error);
    };
    const onData = (chunk: Buffer): void => {
      try {
        if (size + chunk.length > maxBytes) throw tooLarge();
        take(chunk.length);
      } catch (error) {
        raw.pause();
        stop(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      size += chunk.length;
      chunks.push(chunk);
    };
    const onEnd = (): void => {
      // A stream of HTTP/2 that is reset ends like any other.
      if (raw.aborted) {
        onGone();
        return;
      }
      raw.off('close', onGone);
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size));
    };
    const onGone = (): void => {
      stop(gone());
    };
    raw.on('data', onData).once('end', onEnd).once('error', onGone).once('close', onGone);
  });
}

const gone = (): ClientGoneError => new ClientGoneError('The client went away before its body was complete.');
