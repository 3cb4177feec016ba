import type { FastifyInstance } from 'fastify';
import type { Catalog } from '../../catalog/catalog.ts';
import { asHearthError } from '../../errors/problem.ts';
import type { Questions } from '../../query/questions.ts';
import { askOfReply } from '../ask-of-reply.ts';
import { publicOrigin } from '../public-origin.ts';
import { pageHeaders } from './layout.ts';
import { errorPage, signInPage } from './notice-page.ts';
import { readOverview } from './overview.ts';
import { overviewPage } from './overview-page.ts';

export interface PageDeps {
  readonly catalog: Catalog;
  readonly questions: Questions;
  /** How clients reach this server; the address of the request when undefined. */
  readonly publicUrl: string | undefined;
  /** Unix milliseconds; the system's clock when absent. */
  readonly now?: (() => number) | undefined;
}

/** The one plain page at `/`: what is there, and how to connect a profiler. The web application replaces it later. */
export async function registerPage(app: FastifyInstance, deps: PageDeps): Promise<void> {
  const { catalog, questions, publicUrl, now = Date.now } = deps;
  await app.register(async (face) => {
    face.setErrorHandler((error, _request, reply) => {
      const { status, message, retryAfterSeconds } = asHearthError(error);
      if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
      return reply.code(status).headers(pageHeaders).send(errorPage(message));
    });

    face.get('/', { config: { access: { kind: 'optional' } } }, async (request, reply) => {
      const { caller } = request;
      if (!caller.scopes.has('project:read')) return reply.code(401).headers(pageHeaders).send(signInPage());
      const { project } = request.query as { readonly project?: unknown };
      const question = {
        caller,
        projectRef: typeof project === 'string' ? project : undefined,
        origin: publicOrigin(request, publicUrl),
        nowMs: now(),
      };
      const overview = await readOverview(catalog, questions, question, askOfReply(reply));
      return reply.headers(pageHeaders).send(overviewPage(overview));
    });
  });
}
