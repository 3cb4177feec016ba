import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { SharedPort } from './shared-port.ts';

const ports = new WeakMap<FastifyInstance, SharedPort>();

/** Makes the routes of an application answer HTTP/2 as well; ends with the application. */
export function sharePort(app: FastifyInstance, requestSeconds: number): SharedPort {
  const port = new SharedPort(requestSeconds, (request, response) => {
    // Node makes requests of HTTP/2 look like those of HTTP/1, which fastify's types do not know of this instance.
    app.routing(request as unknown as IncomingMessage, response as unknown as ServerResponse);
  });
  ports.set(app, port);
  app.addHook('preClose', async () => port.close());
  return port;
}

/** What serves HTTP/2 for an application that `createApp` made. */
export const sharedPortOf = (app: FastifyInstance): SharedPort | undefined => ports.get(app);
