import type { FastifyReply, FastifyRequest } from 'fastify';
import { publicOrigin } from '../../public-origin.ts';
import { type Cursor, pageQuestion } from './cursor.ts';

/**
 * Adds Sentry's `Link` header: clients go on for as long as the part `rel="next"` says `results="true"`. There is no way
 * back, so `previous` always says that it has nothing.
 */
export function linkPages(
  request: FastifyRequest,
  reply: FastifyReply,
  pages: { readonly here: Cursor | undefined; readonly next: Cursor | undefined },
  publicUrl: string | undefined,
): void {
  const here = pages.here ?? { value: 0, offset: 0 };
  const link = (rel: 'previous' | 'next', { value, offset }: Cursor, has: boolean): string => {
    const cursor = `${String(value)}:${String(offset)}:${rel === 'next' ? '0' : '1'}`;
    const url = new URL(publicOrigin(request, publicUrl) + request.url);
    url.searchParams.set('cursor', cursor);
    return `<${url.href}>; rel="${rel}"; results="${String(has)}"; cursor="${cursor}"`;
  };
  const next = link('next', pages.next ?? here, pages.next !== undefined);
  void reply.header('link', `${link('previous', here, false)}, ${next}`);
}

/** The page of a short list that the query asks for, with its `Link` header. Throws `invalid_cursor`, `invalid_request`. */
export function pageOfList<T>(
  list: readonly T[],
  request: FastifyRequest,
  reply: FastifyReply,
  publicUrl: string | undefined,
): readonly T[] {
  const { cursor, perPage } = pageQuestion(request.query);
  const from = cursor?.offset ?? 0;
  const end = from + perPage;
  const next = end < list.length ? { value: 0, offset: end } : undefined;
  linkPages(request, reply, { here: cursor, next }, publicUrl);
  return list.slice(from, end);
}
