import { request } from 'node:http';
import fastify from 'fastify';
import { expect, it } from 'vitest';
import { askOfReply } from './ask-of-reply.ts';

it('fires when the client leaves before the answer, and not when it got one', async () => {
  const app = fastify({ forceCloseConnections: true });
  const signals: AbortSignal[] = [];
  let asked = (): void => undefined;
  const waiting = new Promise<void>((resolve) => {
    asked = resolve;
  });
  app.get('/quick', async (_request, reply) => {
    signals.push(askOfReply(reply).signal!);
    return 'done';
  });
  app.get('/slow', async (_request, reply) => {
    const { signal } = askOfReply(reply);
    signals.push(signal!);
    asked();
    await new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
    });
  });
  const url = await app.listen({ port: 0 });

  expect(await (await fetch(`${url}/quick`)).text()).toBe('done');

  const slow = request(`${url}/slow`);
  slow.on('error', () => undefined);
  slow.end();
  await waiting;
  slow.destroy();
  await expect.poll(() => signals[1]?.aborted).toBe(true);
  expect(signals[0]?.aborted).toBe(false);
  await app.close();
});
