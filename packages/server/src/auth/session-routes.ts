import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Catalog } from '../catalog/catalog.ts';
import { HearthError } from '../errors/hearth-error.ts';
import { sessionCookie, sessionSecretOf } from './session-cookie.ts';

/** Where a one-time sign-in link leads. The one address whose query holds a secret: it works once, for ten minutes. */
export const signInPath = (code: string): string => `/auth/link?code=${encodeURIComponent(code)}`;

/** Longer than any code that was ever made. */
const MAX_CODE_LENGTH = 200;

/** Signing in with a one-time link, out again, and making links: `GET /auth/link`, `POST /auth/logout`, `POST /auth/links`. */
export function registerSessionRoutes(app: FastifyInstance, { catalog }: { readonly catalog: Catalog }): void {
  app.get('/auth/link', {
    config: { access: { kind: 'session-link' } },
    // A HEAD request, as programs send that preview links, must not use the code up.
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      const session = await catalog.sessions.redeem(codeOf(request.query));
      void reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
      if (session !== undefined) {
        const maxAgeSeconds = (session.expiresMs - Date.now()) / 1_000;
        void reply.header('set-cookie', sessionCookie(session.secret, { maxAgeSeconds, secure: isHttps(request) }));
      } else if (!(await isSignedIn(catalog, request))) {
        throw new HearthError('invalid_token', { message: 'The sign-in link was used or is too old.' });
      }
      return reply.redirect('/', 303);
    },
  });

  app.post('/auth/logout', {
    config: { access: { kind: 'session' } },
    handler: async (request, reply) => {
      await catalog.sessions.end(sessionSecretOf(request.headers.cookie) ?? '');
      void reply.header('set-cookie', sessionCookie('', { maxAgeSeconds: 0, secure: isHttps(request) }));
      return reply.code(204).send();
    },
  });

  // A link is a session of the caller's own token and no more, so any token may ask for one.
  app.post('/auth/links', {
    config: { access: { kind: 'scope', anyOf: ['project:read', 'ingest'] } },
    handler: async (request, reply) => {
      const { tokenId } = request.caller;
      if (tokenId === undefined) throw new HearthError('forbidden');
      const { code, expiresMs } = await catalog.sessions.createLink(tokenId);
      void reply.header('cache-control', 'no-store');
      return reply.code(201).send({ path: signInPath(code), expires: new Date(expiresMs).toISOString() });
    },
  });
}

/** A link that is opened twice in one browser leads on, where it is signed in already. */
async function isSignedIn(catalog: Catalog, { headers }: FastifyRequest): Promise<boolean> {
  const secret = sessionSecretOf(headers.cookie);
  return secret !== undefined && (await catalog.sessions.verify(secret)) !== undefined;
}

function codeOf(query: unknown): string {
  const code = (query as Readonly<Record<string, unknown>>)['code'];
  return typeof code === 'string' && code.length <= MAX_CODE_LENGTH ? code : '';
}

/** What a proxy says is believed here: wrongly said, the cookie only becomes stricter. */
const isHttps = ({ protocol, headers }: FastifyRequest): boolean =>
  protocol === 'https' || headers['x-forwarded-proto'] === 'https';
