import type { Agent, IncomingHttpHeaders } from 'node:http';
import { request } from 'node:http';
import type { EngineConnection } from './engine-connection.ts';

export interface EngineRequest {
  readonly connection: EngineConnection;
  readonly agent: Agent;
  /** Settings and parameters of the URL. */
  readonly search: URLSearchParams;
  readonly body: string | Uint8Array | readonly Uint8Array[];
  /** The connection is given up after this long without an answer. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly contentType?: string | undefined;
}

export interface EngineAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** No answer came: it is unknown whether the engine did what it was asked. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  /** Nothing was listening: the engine surely did not see the request. */
  readonly unreached: boolean;
  readonly timedOut: boolean;

  constructor(message: string, options: { unreached?: boolean; timedOut?: boolean; cause?: unknown }) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.unreached = options.unreached ?? false;
    this.timedOut = options.timedOut ?? false;
  }
}

/**
 * One POST over a kept-alive connection. Written on node:http: an INSERT in Native format is a few buffers with a known
 * length, which go to the socket as they are.
 * @throws NoAnswerError
 */
export function sendRequest({
  connection,
  agent,
  search,
  body,
  timeoutMs,
  signal,
  contentType,
}: EngineRequest): Promise<EngineAnswer> {
  const chunks: readonly (string | Uint8Array)[] = Array.isArray(body) ? body : [body as string | Uint8Array];
  const length = chunks.reduce((sum, chunk) => sum + Buffer.byteLength(chunk), 0);
  const url = new URL(connection.url);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        agent,
        host: url.hostname,
        port: url.port,
        method: 'POST',
        path: `/?${search.toString()}`,
        headers: {
          ...connection.headers,
          authorization: `Basic ${Buffer.from(`${connection.username}:${connection.password}`).toString('base64')}`,
          'content-length': length,
          ...(contentType === undefined ? {} : { 'content-type': contentType }),
        },
        ...(signal === undefined ? {} : { signal }),
      },
      (answer) => {
        const received: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => received.push(chunk));
        answer.on('end', () => {
          if (!answer.complete) return reject(new NoAnswerError('the answer was cut off', {}));
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(received) });
        });
        answer.on('error', (cause) => reject(new NoAnswerError('the answer was cut off', { cause })));
      },
    );
    const timer = setTimeout(() => {
      outgoing.destroy(new NoAnswerError(`no answer within ${timeoutMs} ms`, { timedOut: true }));
    }, timeoutMs);
    outgoing.on('close', () => clearTimeout(timer));
    outgoing.on('error', (cause: NodeJS.ErrnoException) => {
      if (cause instanceof NoAnswerError) return reject(cause);
      reject(new NoAnswerError(`no answer: ${cause.message}`, { unreached: cause.code === 'ECONNREFUSED', cause }));
    });
    for (const chunk of chunks) outgoing.write(chunk);
    outgoing.end();
  });
}
