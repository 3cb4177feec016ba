import type { FastifyInstance } from 'fastify';

/** JSON bodies whatever they are called; an empty one is none, for Feldera's client names JSON and sends nothing. */
export function takeJson(face: FastifyInstance): void {
  const parse = face.getDefaultJsonParser('error', 'error');
  face.removeAllContentTypeParsers();
  face.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else void parse(request, String(body), done);
  });
}

/** Bodies are read to their end and say nothing. */
export function ignoreBodies(face: FastifyInstance): void {
  face.removeAllContentTypeParsers();
  face.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => {
    done(null, undefined);
  });
}
