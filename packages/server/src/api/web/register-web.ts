import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HearthError } from '../../errors/hearth-error.ts';
import { withLook } from './page-look.ts';
import { type SiteFile, SiteFiles } from './site-files.ts';

export interface WebDeps {
  /** Where `index.html` and `assets/` lie; the build of `packages/web` when absent. */
  readonly root?: string | undefined;
}

/** The build lies at the same place beside the sources and the compiled files of this package. */
const builtRoot = fileURLToPath(new URL('../../../../web/dist/site/', import.meta.url));

/** A year: the name of an asset holds the hash of its bytes. */
const KEPT_FOR_GOOD = 'public, max-age=31536000, immutable';

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
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-cache',
};

/** Addresses of the application itself; which place they show is for its own router. No face's address begins so. */
const pageRoutes = ['/', '/sign-in', '/o/*'] as const;
/** The word after the project of an address, which names the place; the overview has none. */
const placeOfAddress = /^\/o\/[^/]+\/p\/[^/?]+(?:\/([a-z]*))?/;
/** Outside `assets/`, as its name holds no hash. */
const ICON = '/favicon.svg';

/**
 * The web application: static files, the same for everyone but for the theme. What they show comes from `/api/v1`, with the caller's
 * own session. Without a build the pages answer `not_found` and say how to make one.
 */
export async function registerWeb(app: FastifyInstance, { root = builtRoot }: WebDeps = {}): Promise<void> {
  const access = { access: { kind: 'public' } } as const;
  const assets = new SiteFiles(join(root, 'assets'));
  const loose = new SiteFiles(root);
  const page = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    // Read each time: the application may be built while the server runs.
    const file = [pageOf(request.url), 'index.html'].find((name) => existsSync(join(root, name)));
    if (file === undefined) {
      throw new HearthError('not_found', { message: 'The web application is not built; `npm start` builds it.' });
    }
    const text = await readFile(join(root, file), 'utf8');
    return reply.headers(pageHeaders).send(withLook(text, request.headers.cookie));
  };
  await app.register(async (face) => {
    for (const url of pageRoutes) face.get(url, { config: access }, page);
    face.get(ICON, { config: access }, async (request, reply) =>
      sendFile(reply, await loose.find(ICON.slice(1), request.headers['accept-encoding']), 'no-cache'),
    );
    face.get('/assets/*', { config: access }, async (request, reply) => {
      const { '*': name } = request.params as { readonly '*': string };
      return sendFile(reply, await assets.find(name, request.headers['accept-encoding']), KEPT_FOR_GOOD);
    });
  });
}

function sendFile(reply: FastifyReply, file: SiteFile | undefined, cacheControl: string): FastifyReply {
  if (file === undefined) throw new HearthError('not_found', { message: 'The web application has no such file.' });
  if (file.encoding !== undefined) void reply.header('content-encoding', file.encoding);
  return reply.headers({ vary: 'accept-encoding', 'cache-control': cacheControl }).type(file.type).send(file.body);
}

/** The page that the build made of a place: the same as any other, but it names the scripts of that place. */
function pageOf(url: string): string {
  const [isPlace, word] = placeOfAddress.exec(url) ?? [];
  return isPlace === undefined ? 'index.html' : `pages/${word || 'overview'}.html`;
}
