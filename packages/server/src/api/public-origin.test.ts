import type { FastifyRequest } from 'fastify';
import { expect, it } from 'vitest';
import { publicOrigin } from './public-origin.ts';

const request = (host: string | undefined) => ({ protocol: 'http', headers: { host } }) as unknown as FastifyRequest;

it.each([
  ['hearth.internal:4040', 'http://hearth.internal:4040'],
  ['[::1]:4040', 'http://[::1]:4040'],
  ["x'; rm -rf ~; '", 'http://localhost'],
  ['a@b', 'http://localhost'],
  [undefined, 'http://localhost'],
])('takes the address of the request: %s', (host, origin) => {
  expect(publicOrigin(request(host), undefined)).toBe(origin);
});

it('prefers the configured address, without its last slash', () => {
  expect(publicOrigin(request('other'), 'https://hearth.example/base/')).toBe('https://hearth.example/base');
});
