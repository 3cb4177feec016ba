import { describe, expect, it } from 'vitest';
import { Backoff } from './backoff.ts';
import { linkUrl } from './link-url.ts';

describe('Backoff', () => {
  it('doubles up to half a minute, and begins again after a welcome', () => {
    const longest = new Backoff(() => 1);
    expect(Array.from({ length: 8 }, () => longest.next())).toEqual([500, 1e3, 2e3, 4e3, 8e3, 16e3, 30e3, 30e3]);
    longest.reset();
    expect(longest.next()).toBe(500);
  });

  it('spreads over the whole time, and never hammers', () => {
    const shortest = new Backoff(() => 0);
    expect(Array.from({ length: 4 }, () => shortest.next())).toEqual([250, 250, 250, 250]);
  });
});

it.each([
  ['http://127.0.0.1:4040', 'ws://127.0.0.1:4040/agent/v1/link'],
  ['https://hearth.example/base/?x=1#y', 'wss://hearth.example/base/agent/v1/link'],
])('%s is dialled at %s', (server, url) => {
  expect(linkUrl(server)).toBe(url);
});

it.each(['', 'ftp://x', 'ws://x', 'http://'])('"%s" is no server', (server) => {
  expect(() => linkUrl(server)).toThrow(RangeError);
});
