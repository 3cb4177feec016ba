import { HearthError } from '../errors/hearth-error.ts';
import { MAX_ROWS_TO_READ } from './merge/joint-values.ts';

const NARROWER = 'a shorter range, one app or more labels make it smaller';

/** The same error, saying which budget it was and what makes a question smaller. */
export function withAdvice(error: unknown): unknown {
  if (!(error instanceof HearthError) || error.cause === undefined) return error;
  if (error.code === 'query_timeout') {
    return new HearthError('query_timeout', {
      message: `The question took longer than its deadline: ${NARROWER}.`,
      cause: error.cause,
    });
  }
  if (error.code !== 'query_too_big') return error;
  const isRows =
    'code' in (error.cause as object) && (error.cause as { readonly code: unknown }).code === TOO_MANY_ROWS;
  const budget = isRows ? `rows (${String(MAX_ROWS_TO_READ)})` : 'memory';
  return new HearthError('query_too_big', {
    message: `The question is past its budget of ${budget}: ${NARROWER}.`,
    cause: error.cause,
  });
}

/** ClickHouse's code for `max_rows_to_read`. */
const TOO_MANY_ROWS = 158;
