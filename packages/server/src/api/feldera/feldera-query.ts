import { QueryError } from './query-error.ts';

/** Digits of a number that is still exact; nothing that is asked for by a number here comes near. */
const MAX_DIGITS = 15;

/**
 * The query of an address, read as Feldera's server reads it: unknown names are ignored, a known one may come once, and
 * what does not parse is refused with its words.
 *
 * @param url with path, as it came over the wire
 */
export class FelderaQuery {
  readonly #values: URLSearchParams;

  constructor(url: string) {
    const at = url.indexOf('?');
    this.#values = new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
  }

  /** @throws QueryError */
  text(name: string): string | undefined {
    const values = this.#values.getAll(name);
    if (values.length > 1) throw new QueryError(`duplicate field \`${name}\``);
    return values[0];
  }

  /** A whole number from 0. @throws QueryError */
  count(name: string, fallback: number): number {
    const text = this.text(name);
    if (text === undefined) return fallback;
    if (text === '') throw new QueryError('cannot parse integer from empty string');
    if (!/^\+?[0-9]+$/.test(text)) throw new QueryError('invalid digit found in string');
    const digits = text.replace(/^\+?0*/, '');
    if (digits.length > MAX_DIGITS) throw new QueryError('number too large to fit in target type');
    return Number(digits);
  }

  /** `true` or `false`, in these letters. @throws QueryError */
  toggle(name: string, fallback: boolean): boolean {
    const text = this.text(name);
    if (text === undefined) return fallback;
    if (text === 'true' || text === 'false') return text === 'true';
    throw new QueryError('provided string was not `true` or `false`');
  }
}
