import { setImmediate } from 'node:timers/promises';
import fastify from 'fastify';
import { afterEach, expect, it } from 'vitest';
import { HearthError } from '../../errors/hearth-error.ts';
import type { Ask } from '../../store/readers/row-source.ts';
import { answerWithProgress, NDJSON } from './answer-with-progress.ts';
import { sendProblem } from './send-problem.ts';

interface Asked {
  readonly ask: Ask;
  readonly resolve: (answer: object) => void;
  readonly reject: (error: Error) => void;
}

const app = { close: async (): Promise<unknown> => undefined };
afterEach(() => app.close());

/** A server whose only question is answered by the test. */
async function start() {
  const asked: Asked[] = [];
  const errors: unknown[] = [];
  const server = fastify({ forceCloseConnections: true });
  server.setErrorHandler((error, _request, reply) => sendProblem(error, reply));
  server.post('/question', async (_request, reply) =>
    answerWithProgress(
      { onError: (error) => errors.push(error) },
      reply,
      (ask) => new Promise<object>((resolve, reject) => asked.push({ ask, resolve, reject })),
    ),
  );
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  app.close = () => server.close();
  const client = new AbortController();
  const post = (accept: string) =>
    fetch(`${url}/question`, { method: 'POST', headers: { accept }, signal: client.signal });
  const next = async (): Promise<Asked> => {
    await expect.poll(() => asked.length).toBe(1);
    return asked[0]!;
  };
  return { post, next, client, errors };
}

it('answers plainly whoever wants no lines', async () => {
  const { post, next } = await start();
  const answering = post('application/json');
  const { ask, resolve } = await next();
  expect(ask.onProgress).toBeUndefined();
  resolve({ total: 1 });
  const answer = await answering;
  expect(answer.headers.get('content-type')).toContain('application/json');
  expect(await answer.json()).toEqual({ total: 1 });
});

it('answers at once in one line, or with the status of the error', async () => {
  const { post, next } = await start();
  const answering = post(`text/html, ${NDJSON};q=0.9`);
  (await next()).resolve({ total: 1 });
  const answer = await answering;
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, `${NDJSON}; charset=utf-8`]);
  expect(await answer.text()).toBe('{"answer":{"total":1}}\n');
  await app.close();
  const second = await start();
  const refusing = second.post(NDJSON);
  (await second.next()).reject(new HearthError('query_too_big'));
  const refusal = await refusing;
  expect([refusal.status, await refusal.json()]).toEqual([400, expect.objectContaining({ code: 'query_too_big' })]);
});

it('leaves a failure before the first line to whoever handles errors, who logs it', async () => {
  const { post, next, errors } = await start();
  const answering = post(NDJSON);
  (await next()).reject(new TypeError('secret detail'));
  expect((await answering).status).toBe(500);
  expect(errors).toEqual([]);
});

it('says how far it is, all statements together, and then the answer', async () => {
  const { post, next } = await start();
  const answering = post(NDJSON);
  const { ask, resolve } = await next();
  ask.onProgress?.({ statement: 'a', rowsRead: 1, rowsToRead: 10 });
  ask.onProgress?.({ statement: 'b', rowsRead: 5, rowsToRead: 100 });
  ask.onProgress?.({ statement: 'a', rowsRead: 7, rowsToRead: 12 });
  const answer = await answering;
  resolve({ total: 1 });
  const lines = (await answer.text()).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { progress: { rowsRead: 12, rowsToRead: 112, elapsedMs: expect.any(Number) } },
    { answer: { total: 1 } },
  ]);
});

it('ends with the problem when it fails late, and tells of what nobody foresaw', async () => {
  const { post, next, errors } = await start();
  const answering = post(NDJSON);
  const { reject } = await next();
  const answer = await answering;
  const crash = new TypeError('secret detail');
  reject(crash);
  const text = await answer.text();
  expect(JSON.parse(text.trimEnd().split('\n').at(-1)!)).toMatchObject({ problem: { code: 'internal', status: 500 } });
  expect(text).not.toContain('secret');
  expect(errors).toEqual([crash]);
});

it('ends the question when the client leaves', async () => {
  const { post, next, client, errors } = await start();
  const answering = post(NDJSON);
  const { ask, reject } = await next();
  const answer = await answering;
  const reading = answer.text();
  client.abort();
  await expect(reading).rejects.toThrow();
  await expect.poll(() => ask.signal?.aborted).toBe(true);
  reject(new DOMException('left', 'AbortError'));
  await setImmediate();
  expect(errors).toEqual([]);
});
