import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface LoadResult {
  /** Milliseconds from the first byte sent to the answer, of every acknowledged upload. */
  readonly latenciesMs: readonly number[];
  /** Times an upload was refused for the moment (503) and sent again. */
  readonly retries: number;
  readonly elapsedMs: number;
}

/** Sends `count` uploads over `connections` kept connections, each again until it is acknowledged. */
export async function sendLoad(
  url: string,
  headers: Readonly<Record<string, string>>,
  connections: number,
  count: number,
  body: (index: number) => Buffer,
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latenciesMs: number[] = [];
  let retries = 0;
  let next = 0;
  const started = performance.now();
  const worker = async (): Promise<void> => {
    while (next < count) {
      const bytes = body(next++);
      for (;;) {
        const sent = performance.now();
        const status = await post(agent, url, headers, bytes);
        if (status >= 200 && status < 300) {
          latenciesMs.push(performance.now() - sent);
          break;
        }
        if (status !== 503 && status !== 429) throw new Error(`upload refused with ${status}`);
        retries++;
        await sleep(50);
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  agent.destroy();
  return { latenciesMs, retries, elapsedMs: performance.now() - started };
}

function post(agent: Agent, url: string, headers: Readonly<Record<string, string>>, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } });
    call.once('error', reject);
    call.once('response', (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
      response.once('error', reject);
    });
    call.end(body);
  });
}
