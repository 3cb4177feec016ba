import fastify from 'fastify';
import { expect, it } from 'vitest';
import { HearthError } from '../errors/hearth-error.ts';
import type { Logger } from '../log/create-logger.ts';
import type { Metrics } from './metrics.ts';
import { observeRequests } from './observe-requests.ts';

it('logs the cause of our own failures, and of nothing else', async () => {
  const logged: string[] = [];
  const logger = {
    error: (fields: { readonly err?: Error }, message: string) => logged.push(fields.err?.message ?? message),
    debug: () => undefined,
  } as unknown as Logger;
  const app = fastify();
  observeRequests(app, { request: () => undefined } as unknown as Metrics, logger);
  const failures: Readonly<Record<string, Error>> = {
    bug: new Error('boom'),
    asked: new HearthError('invalid_request'),
    starting: new HearthError('engine_unavailable'),
    left: new DOMException('gone', 'AbortError'),
    told: Object.assign(new Error('the last capture failed'), { name: 'FelderaError' }),
  };
  for (const [name, error] of Object.entries(failures)) {
    app.get(`/${name}`, async (_request, reply) => {
      // The face's handler answers; only what the hook sees matters here.
      void reply.code(name === 'bug' ? 200 : 400);
      throw error;
    });
  }
  app.setErrorHandler((_error, request, reply) =>
    reply.code(['/bug', '/told'].includes(request.url) ? 500 : 400).send(),
  );
  for (const name of Object.keys(failures)) await app.inject(`/${name}`);
  expect(logged).toEqual(['boom', 'request failed']);
  await app.close();
});
