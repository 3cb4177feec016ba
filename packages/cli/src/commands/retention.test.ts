import { afterEach, expect, it } from 'vitest';
import { exitCodes } from '../exit-code.ts';
import { type FakeServer, fakeServer } from '../testing/fake-server.ts';
import { runCli } from '../testing/run-cli.ts';

let server: FakeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const retention = {
  derivedDays: 30,
  streamOriginalDays: 1,
  singleOriginalDays: 30,
  disk: { budgetBytes: 2 ** 30, usedBytes: 2 ** 20, droppedPartitions: 2, exceeded: false },
};
const pin = {
  id: '0123456789abcdef',
  app: 'shop',
  from: '2026-11-21T09:00:00.000Z',
  to: '2026-11-21T10:00:00.000Z',
  profile: null,
  note: 'slow \u001b[31m',
  created: '2026-11-21T10:00:00.000Z',
};

it('shows days by class and what the disk allows', async () => {
  server = await fakeServer(() => ({ body: retention }));
  const { out } = await runCli(['retention', 'show', '-p', 'shop', '--url', server.url]);
  expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /api/v1/projects/shop/retention']);
  expect(out).toContain('30 days');
  expect(out).toContain('2 partitions dropped early');
});

it('sets what is named and leaves the rest', async () => {
  server = await fakeServer(() => ({ body: retention }));
  await runCli(['retention', 'set', '-p', 'shop', '--derived', '90', '--url', server.url]);
  const [, put] = server.seen;
  expect(put?.method).toBe('PUT');
  expect(JSON.parse(put?.body.toString() ?? '')).toEqual({
    derivedDays: 90,
    streamOriginalDays: 1,
    singleOriginalDays: 30,
  });
  expect((await runCli(['retention', 'set', '--derived', '0', '--url', server.url])).exitCode).toBe(exitCodes.usage);
  expect((await runCli(['retention', 'set', '--url', server.url])).exitCode).toBe(exitCodes.usage);
});

it('says when originals are cut with what is derived', async () => {
  const cut = { ...retention, derivedDays: 5, singleOriginalDays: 5 };
  server = await fakeServer(({ method }) => ({ body: method === 'PUT' ? cut : retention }));
  const set = async (...days: readonly string[]) =>
    (await runCli(['retention', 'set', ...days, '--url', server?.url ?? ''])).out;
  expect(await set('--derived', '5')).toContain('Originals are kept no longer');
  expect(await set('--derived', '5', '--single-originals', '5')).not.toContain('no longer');
});

it('pins a profile or a range, never both or half of one', async () => {
  server = await fakeServer(() => ({ body: pin }));
  const run = (...argv: readonly string[]) => runCli(['pin', ...argv, '-p', 'shop', '--url', server?.url ?? '']);
  await run('4f6c1f0a9d2e4b6f8a7c5d3e1b0f2a4c', '--note', 'why');
  await run('--app', 'shop', '--from', '2026-11-21T09:00:00Z', '--to', '2026-11-21T10:00:00Z');
  expect(server.seen.map(({ body }) => JSON.parse(body.toString()) as unknown)).toEqual([
    { profile: '4f6c1f0a9d2e4b6f8a7c5d3e1b0f2a4c', note: 'why' },
    { app: 'shop', from: '2026-11-21T09:00:00.000Z', to: '2026-11-21T10:00:00.000Z' },
  ]);
  expect((await run()).exitCode).toBe(exitCodes.usage);
  expect((await run('--app', 'shop')).exitCode).toBe(exitCodes.usage);
  expect((await run('1', '--app', 'shop')).exitCode).toBe(exitCodes.usage);
  expect(server.seen).toHaveLength(2);
});

it('lists and removes pins, and prints no control characters of notes', async () => {
  server = await fakeServer(() => ({ body: { pins: [pin] } }));
  const { out } = await runCli(['pins', '-p', 'shop', '--url', server.url]);
  expect(out).toContain('0123456789abcdef');
  expect(out).not.toContain('\u001b');
  await runCli(['unpin', pin.id, '-p', 'shop', '--url', server.url]);
  expect(server.seen.at(-1)).toMatchObject({ method: 'DELETE', url: `/api/v1/projects/shop/pins/${pin.id}` });
});

it('erases a project only with its slug', async () => {
  server = await fakeServer(() => ({ body: { erasing: 'old-shop' } }));
  expect((await runCli(['project', 'erase', '7', '--url', server.url])).exitCode).toBe(exitCodes.usage);
  await runCli(['project', 'erase', '7', '--confirm', 'old-shop', '--url', server.url]);
  expect(server.seen.map(({ method, url, body }) => [method, url, body.toString()])).toEqual([
    ['DELETE', '/api/v1/projects/7', '{"confirm":"old-shop"}'],
  ]);
});
