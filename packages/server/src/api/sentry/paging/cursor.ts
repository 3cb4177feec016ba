import { HearthError } from '../../../errors/hearth-error.ts';

/** Sentry's limit, and what a page holds when nobody asks for less. */
export const MAX_PER_PAGE = 100;

/** Where a page begins: two numbers whose meaning is the list's. Written `VALUE:OFFSET:0`, as Sentry writes its own. */
export interface Cursor {
  readonly value: number;
  readonly offset: number;
}

export interface PageQuestion {
  /** undefined: the first page. */
  readonly cursor: Cursor | undefined;
  readonly perPage: number;
}

/** At most fifteen digits a number: nothing beyond 2^53. */
const CURSOR = /^([0-9]{1,15}):([0-9]{1,15}):0$/;

/** `cursor` and `per_page` of a query. Throws `invalid_cursor`, `invalid_request`. */
export function pageQuestion(query: unknown): PageQuestion {
  const { cursor, per_page: perPage } = query as Readonly<Record<string, unknown>>;
  return { cursor: readCursor(cursor), perPage: readPerPage(perPage) };
}

/** sentry-cli asks for its first page with an empty cursor. */
function readCursor(cursor: unknown): Cursor | undefined {
  if (cursor === undefined || cursor === '') return undefined;
  const [, value, offset] = (typeof cursor === 'string' ? CURSOR.exec(cursor) : null) ?? [];
  if (value === undefined || offset === undefined) {
    throw new HearthError('invalid_cursor', { message: 'Invalid cursor parameter.' });
  }
  return { value: Number(value), offset: Number(offset) };
}

function readPerPage(text: unknown): number {
  if (text === undefined || text === '') return MAX_PER_PAGE;
  const perPage = typeof text === 'string' && /^[0-9]{1,3}$/.test(text) ? Number(text) : 0;
  if (perPage >= 1 && perPage <= MAX_PER_PAGE) return perPage;
  throw new HearthError('invalid_request', {
    message: `Invalid per_page value. Must be between 1 and ${String(MAX_PER_PAGE)}.`,
  });
}
