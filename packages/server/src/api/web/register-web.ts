import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HearthError } from '../../errors/hearth-error.ts';

export interface WebDeps {
  /** Where `index.html` and `assets/` lie; the build of `packages/web` when absent. */
  readonly root?: string | undefined;
}

/** The build lies at the same place beside the sources and the compiled files of this package. */
const builtRoot = fileURLToPath(new URL('../../../../web/dist/site/', import.meta.url));

/** A year: the name of an asset holds the hash of its bytes. */
const ASSET_AGE = '365d';

/** Everything comes from this server, nothing is framed, and nothing inline is run or applied. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-cache',
};

/** Addresses of the application itself; which place they show is for its own router. No face's address begins so. */
const pageRoutes = ['/', '/sign-in', '/o/*'] as const;
/** The word after the project of an address, which names the place; the overview has none. */
const placeOfAddress = /^\/o\/[^/]+\/p\/[^/?]+(?:\/([a-z]*))?/;
/** Files outside `assets/`, whose names hold no hash. */
const looseFiles = ['/theme.js', '/favicon.svg'] as const;

/**
 * The web application: static files, the same for everyone. What they show comes from `/api/v1`, with the caller's own
 * session. Without a build the pages answer `not_found` and say how to make one.
 */
export async function registerWeb(app: FastifyInstance, { root = builtRoot }: WebDeps = {}): Promise<void> {
  const access = { access: { kind: 'public' } } as const;
  await app.register(async (face) => {
    await face.register(fastifyStatic, { root, serve: false, preCompressed: true, cacheControl: false });
    const page = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
      // Asked each time: the application may be built while the server runs.
      const file = [pageOf(request.url), 'index.html'].find((name) => existsSync(join(root, name)));
      if (file !== undefined) return reply.headers(pageHeaders).sendFile(file);
      throw new HearthError('not_found', { message: 'The web application is not built; `npm start` builds it.' });
    };
    for (const url of pageRoutes) face.get(url, { config: access }, page);
    for (const url of looseFiles) {
      face.get(url, { config: access }, (_request, reply) =>
        reply.header('cache-control', 'no-cache').sendFile(url.slice(1)),
      );
    }
    face.get('/assets/*', { config: access }, (request, reply) => {
      const { '*': name } = request.params as { readonly '*': string };
      return reply.sendFile(`assets/${name}`, { cacheControl: true, maxAge: ASSET_AGE, immutable: true });
    });
  });
}

/** The page that the build made of a place: the same as any other, but it names the scripts of that place. */
function pageOf(url: string): string {
  const [isPlace, word] = placeOfAddress.exec(url) ?? [];
  return isPlace === undefined ? 'index.html' : `pages/${word || 'overview'}.html`;
}
