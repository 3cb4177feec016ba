import { describe, expect, it } from 'vitest';
import { authorizationOf, uploadCredentialsOf } from './credentials.ts';

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

describe('Authorization', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['   ', undefined],
    ['Bearer secret', { kind: 'bearer', secret: 'secret' }],
    [' bearer \t secret  ', { kind: 'bearer', secret: 'secret' }],
    ['Bearer', { kind: 'bearer', secret: '' }],
    ['Bearer two words', { kind: 'bearer', secret: 'two words' }],
    [basic('user:pass:word'), { kind: 'basic', user: 'user', password: 'pass:word' }],
    [basic('user'), { kind: 'basic', user: 'user', password: '' }],
    [basic(':'), undefined],
    ['Sentry sentry_version=7, sentry_key=abc', { kind: 'sentry', key: 'abc' }],
    ['Digest abc', { kind: 'unreadable' }],
    ['secret', { kind: 'unreadable' }],
  ])('%j', (authorization, credential) => {
    expect(authorizationOf(authorization === undefined ? {} : { authorization })).toEqual(credential);
  });

  // As long as the head of a request may be. A pattern took 0.3 s of the event loop for each of these, from anybody.
  it('reads as much white space as there may be in one pass', () => {
    const secret = `a${' '.repeat(16_000)}b`;
    for (let times = 0; times < 200; times++) {
      expect(authorizationOf({ authorization: `Bearer ${secret}` })).toEqual({ kind: 'bearer', secret });
    }
  });
});

it('tries the credentials of an upload in their order, and none that is empty', () => {
  const headers = { authorization: 'Bearer t', 'x-sentry-auth': 'Sentry sentry_key=k', 'dd-api-key': 'd' };
  expect(uploadCredentialsOf(headers, 'q')).toEqual([
    { kind: 'bearer', secret: 't' },
    { kind: 'sentry', key: 'k' },
    { kind: 'sentry', key: 'q' },
    { kind: 'api-key', key: 'd' },
  ]);
  expect(uploadCredentialsOf({ 'dd-api-key': '' }, undefined)).toEqual([]);
});
