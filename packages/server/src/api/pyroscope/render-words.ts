import { HearthError } from '../../errors/hearth-error.ts';
import type { AskedValues } from './asked-selector.ts';
import { parseRenderTime } from './parse-render-time.ts';

interface AskedRange {
  readonly start: bigint;
  readonly end: bigint;
}

/** The query of an old address, word by word. Throws HearthError `invalid_request`, `invalid_range`. */
export class RenderWords {
  readonly #query: Readonly<Record<string, unknown>>;
  readonly #nowMs: number;

  constructor(query: unknown, nowMs: number) {
    this.#query = query as Readonly<Record<string, unknown>>;
    this.#nowMs = nowMs;
  }

  /** Every value of a word, without empty ones. */
  all(name: string): readonly string[] {
    const value = this.#query[name];
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return values.filter((one): one is string => typeof one === 'string' && one !== '');
  }

  required(name: string): string {
    const [value, second] = this.all(name);
    if (value === undefined) throw new HearthError('invalid_request', { message: `${name}: is missing.` });
    if (second !== undefined) throw new HearthError('invalid_request', { message: `${name}: is there twice.` });
    return value;
  }

  /** The last hour where nothing is said. */
  range(from: string, until: string): AskedRange {
    const ms = (name: string, otherwise: string): bigint =>
      BigInt(parseRenderTime(name, this.all(name)[0] ?? otherwise, this.#nowMs));
    return { start: ms(from, 'now-1h'), end: ms(until, 'now') };
  }

  maxNodes(): bigint | undefined {
    const text = this.all('maxNodes')[0] ?? this.all('max-nodes')[0];
    if (text === undefined) return undefined;
    if (/^\d{1,9}$/.test(text)) return BigInt(text);
    throw new HearthError('invalid_request', { message: 'maxNodes: is no number.' });
  }

  format(): 'json' | 'dot' {
    const [format = 'json'] = this.all('format');
    if (format === 'json' || format === 'dot') return format;
    throw new HearthError('invalid_request', { message: 'format: has to be json or dot.' });
  }
}

/** `process_cpu:cpu:nanoseconds:cpu:nanoseconds{service_name="shop"}` with its range. */
export function parseRenderQuery(
  query: string,
  range: AskedRange,
): { readonly typeId: string; readonly asked: AskedValues } {
  const brace = query.indexOf('{');
  const typeId = (brace < 0 ? query : query.slice(0, brace)).trim();
  return { typeId, asked: { profileTypeID: typeId, labelSelector: brace < 0 ? '' : query.slice(brace), ...range } };
}
