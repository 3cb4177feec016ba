import { describe, expect, it } from 'vitest';
import { parseSearch, stringifySearch } from './search-text.ts';

describe('search parameters', () => {
  it('keep text as it is, numbers included, and lists as lists', () => {
    const search = { app: 'checkout-api', release: '3.41', range: '6h', where: ['host=eu-1a', 'region!=a&b'] };
    expect(parseSearch(stringifySearch(search))).toEqual(search);
    expect(parseSearch('?where=host%3Dx')).toEqual({ where: ['host=x'] });
  });

  it('leave out what is not set', () => {
    expect(stringifySearch({ app: undefined, q: '' })).toBe('');
  });
});
