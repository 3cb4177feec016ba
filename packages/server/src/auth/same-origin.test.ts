import { describe, expect, it } from 'vitest';
import { isOwnPage } from './same-origin.ts';

const host = 'localhost:4040';
const own = `http://${host}`;

describe('isOwnPage', () => {
  const changes: readonly [Record<string, string>, boolean][] = [
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'same-origin', origin: own }, true],
    [{ origin: own }, true],
    [{ origin: 'https://LOCALHOST:4040' }, true],
    [{}, false],
    [{ 'sec-fetch-site': 'none' }, false],
    [{ 'sec-fetch-site': 'same-site', origin: 'http://localhost:3000' }, false],
    [{ 'sec-fetch-site': 'cross-site', origin: own }, false],
    [{ 'sec-fetch-site': 'same-origin', origin: 'http://evil.example' }, false],
    [{ origin: 'null' }, false],
    [{ origin: 'http://localhost:4041' }, false],
    [{ origin: `${own}.evil.example` }, false],
    [{ origin: `http://evil.example/${host}` }, false],
  ];
  it.each(changes)('lets %j change something: %s', (headers, expected) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      expect(isOwnPage(method, { host, ...headers })).toBe(expected);
  });

  const reads: readonly [Record<string, string>, boolean][] = [
    [{}, true],
    [{ 'sec-fetch-site': 'none' }, true],
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }, true],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }, false],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' }, false],
    [{ 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }, false],
    [{ origin: 'http://evil.example' }, false],
    [{ origin: own }, true],
  ];
  it.each(reads)('lets %j read something: %s', (headers, expected) => {
    for (const method of ['GET', 'HEAD']) expect(isOwnPage(method, { host, ...headers })).toBe(expected);
  });

  it('takes the configured origin behind a proxy that calls by another Host, and no other', () => {
    const behind = (origin: string, site?: string): boolean => {
      const headers = { host: '10.0.0.5:4040', origin, ...(site !== undefined && { 'sec-fetch-site': site }) };
      return isOwnPage('POST', headers, 'https://hearth.example');
    };
    expect([behind('https://hearth.example'), behind('https://hearth.example', 'same-origin')]).toEqual([true, true]);
    expect(behind('https://hearth.example', 'cross-site')).toBe(false);
    for (const origin of ['http://hearth.example', 'https://hearth.example.evil', 'null']) {
      expect([origin, behind(origin), behind(origin, 'same-origin')]).toEqual([origin, false, false]);
    }
  });

  it('knows no origin without a Host', () => {
    expect(isOwnPage('POST', { origin: 'null' })).toBe(false);
    expect(isOwnPage('POST', { origin: own })).toBe(false);
  });
});
