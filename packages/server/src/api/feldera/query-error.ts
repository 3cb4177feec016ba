/** A query that Feldera's web framework could not read, in its words. */
export class QueryError extends Error {
  override readonly name = 'QueryError';

  constructor(what: string) {
    super(`Query deserialize error: ${what}`);
  }
}
