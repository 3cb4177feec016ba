import { describe, expect, it } from 'vitest';
import { LookupCache } from './lookup-cache.ts';

describe('LookupCache', () => {
  it('asks once per key, also when there is no answer', async () => {
    const cache = new LookupCache<{ readonly key: string }>();
    let asked = 0;
    const load = (key: string) => async () => {
      asked += 1;
      return key === 'known' ? { key } : undefined;
    };
    for (let round = 0; round < 3; round += 1) {
      expect(await cache.get('known', load('known'))).toEqual({ key: 'known' });
      expect(await cache.get('absent', load('absent'))).toBeUndefined();
    }
    expect(asked).toBe(2);
    cache.clear();
    await cache.get('known', load('known'));
    expect(asked).toBe(3);
  });

  it('does not keep an answer that was on its way while something changed', async () => {
    const cache = new LookupCache<{ readonly version: number }>();
    let version = 1;
    const slow = cache.get('key', async () => {
      const read = { version };
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      return read;
    });
    version = 2;
    cache.clear();
    await slow;
    expect(await cache.get('key', async () => ({ version }))).toEqual({ version: 2 });
  });

  it('is bounded, and misses push out no hits', async () => {
    const cache = new LookupCache<{ readonly n: number }>({ known: 2, absent: 3 });
    let asked = 0;
    const hit = async () => {
      asked += 1;
      return { n: 1 };
    };
    await cache.get('a', hit);
    for (let guess = 0; guess < 100; guess += 1) await cache.get(`guess ${String(guess)}`, async () => undefined);
    expect(cache.size).toBe(4);
    await cache.get('a', hit);
    expect(asked).toBe(1);
    for (const key of ['b', 'c', 'd']) await cache.get(key, hit);
    expect(cache.size).toBe(5);
  });
});
