import { type Agent, type IncomingHttpHeaders, request as startRequest } from 'node:http';

export interface HttpRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: Uint8Array | string;
  readonly agent?: Agent;
  /** Instead of the host and port of the URL. */
  readonly socketPath?: string;
  readonly timeoutMs?: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
}

/** A bound on a hang. */
const DEFAULT_TIMEOUT_MS = 120_000;

/**
 * One request over `node:http`, which, unlike `fetch`, sends every header as told (Host, Origin) and follows nothing.
 * Rejects on a connection error and on the timeout.
 */
export function httpRequest(url: string, options: HttpRequest = {}): Promise<HttpAnswer> {
  const body = options.body === undefined ? undefined : Buffer.from(options.body);
  return new Promise((resolve, reject) => {
    const request = startRequest(url, {
      method: options.method ?? 'GET',
      timeout: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      headers: {
        ...(body === undefined ? {} : { 'content-length': String(body.length) }),
        ...(options.headers as Record<string, string | string[]> | undefined),
      },
      ...(options.agent === undefined ? {} : { agent: options.agent }),
      ...(options.socketPath === undefined ? {} : { socketPath: options.socketPath }),
    });
    request.once('timeout', () => request.destroy(new Error(`no answer from ${new URL(url).pathname} in time`)));
    request.on('error', reject);
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('aborted', () => reject(new Error('the answer was cut off')));
      response.once('end', () => {
        const whole = Buffer.concat(chunks);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: whole, text: whole.toString() });
      });
    });
    request.end(body);
  });
}
