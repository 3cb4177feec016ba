import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ProjectId } from '../upload.ts';
import { findProfile } from './find-profile.ts';
import { hasSessions } from './has-sessions.ts';
import { listChunks } from './list-chunks.ts';
import { releaseTimes } from './release-times.ts';
import { startReaders, type TestReaders } from './testing/start-readers.ts';

const NOON = Date.UTC(2026, 10, 21, 12);
const DAY_MS = 86_400_000;
const SESSION = 'ab'.repeat(16);
const id = (number: number): string => number.toString(16).padStart(32, '0');

let readers: TestReaders;

beforeAll(async () => {
  readers = await startReaders();
});
afterAll(async () => {
  await readers.stop();
});

it('says what a profile is tied to, whichever day it has', async () => {
  const project = 1 as ProjectId;
  const link = { sessionId: SESSION, traceId: '4bf92f3577b34da6a3ce929d0e0e4736', transactionId: 'cd'.repeat(16) };
  await readers.insertProfiles([
    { project, id: id(1), startMs: NOON, ...link, transaction: "GET /it's" },
    { project, id: id(2), startMs: NOON - 20 * DAY_MS },
    { project, id: id(3), startMs: NOON - DAY_MS, transactionId: link.transactionId },
  ]);
  const byTransaction = (hex: string) => findProfile(readers.client, project, { kind: 'transaction', hex });
  expect((await byTransaction(link.transactionId))?.id).toBe(id(1));
  expect(await byTransaction('0'.repeat(32))).toBeUndefined();
  expect(await findProfile(readers.client, 9 as ProjectId, { kind: 'transaction', hex: link.transactionId })).toBe(
    undefined,
  );
  const find = (hex: string) => findProfile(readers.client, project, { kind: 'id', hex });
  expect((await find(id(1)))?.link).toEqual({ ...link, transactionName: "GET /it's" });
  expect((await find(id(2)))?.link).toEqual({ sessionId: '', traceId: '', transactionId: '', transactionName: '' });
});

it('lists the chunks of a session that overlap a window, newest first', async () => {
  const project = 2 as ProjectId;
  // A minute each, back to back, over midnight; in between another session's, another project's, and one without any.
  const begin = Date.UTC(2026, 10, 20, 23, 57);
  const chunk = (number: number, more: object) => ({
    project,
    id: id(100 + number),
    startMs: begin + number * 60_000,
    endMs: begin + (number + 1) * 60_000,
    sessionId: SESSION,
    ...more,
  });
  await readers.insertProfiles([
    ...[0, 1, 2, 3, 4, 5].map((number) => chunk(number, {})),
    chunk(2, { id: id(200), sessionId: 'ac'.repeat(16) }),
    chunk(2, { id: id(201), project: 3 }),
    chunk(2, { id: id(202), sessionId: '' }),
  ]);
  const list = async (from: number, to: number, limit = 50, sessionId = SESSION) => {
    const window = { sessionId, fromMs: begin + from * 60_000, toMs: begin + to * 60_000, limit };
    return (await listChunks(readers.client, project, window)).map(({ profile }) => Number(`0x${profile.id}`) - 100);
  };
  expect(await list(0, 6)).toEqual([5, 4, 3, 2, 1, 0]);
  expect(await list(2.5, 3.5)).toEqual([3, 2]);
  // The last sample of a chunk is at its end; the first one of the next is not before it.
  expect(await list(3, 4)).toEqual([3, 2]);
  expect(await list(3.001, 4.001)).toEqual([4, 3]);
  expect(await list(-10, 0)).toEqual([]);
  expect(await list(0, 6, 2)).toEqual([5, 4]);
  expect(await list(0, 6, 50, 'ad'.repeat(16))).toEqual([]);
  expect(await list(0, 6, 50, '')).toEqual([]);
  expect(await list(0, 6, 50, '0'.repeat(32))).toEqual([]);
});

it('knows whether one of some projects has sessions', async () => {
  await readers.insertProfiles([
    { project: 10, id: id(300), startMs: NOON, sessionId: SESSION },
    { project: 11, id: id(301), startMs: NOON },
  ]);
  const ask = (...projects: readonly number[]) => hasSessions(readers.client, projects as readonly ProjectId[]);
  expect(await ask(10)).toBe(true);
  expect(await ask(11)).toBe(false);
  expect(await ask(12, 11, 10)).toBe(true);
  expect(await ask(12, 11)).toBe(false);
  expect(await ask()).toBe(false);
});

it('says when a release was first and last seen, and how often', async () => {
  const project = 20 as ProjectId;
  const rows = [
    ['shop@1.0', 0, 'shop'],
    ['shop@1.0', 2 * DAY_MS, 'shop'],
    ['shop@1.0', DAY_MS, 'other'],
    ['', 5 * DAY_MS, 'shop'],
    ["it's\\", DAY_MS, 'shop'],
  ] as const;
  await readers.insertProfiles([
    ...rows.map(([release, offset, app], index) => ({
      project,
      id: id(400 + index),
      release,
      app,
      startMs: NOON - 9 * DAY_MS + offset,
    })),
    { project: 21, id: id(410), release: 'shop@1.0', startMs: NOON },
  ]);
  const at = (days: number): number => NOON + (days - 9) * DAY_MS;
  const shop = { version: 'shop@1.0', firstMs: at(0), lastMs: at(2), profiles: 3 };
  const odd = { version: "it's\\", firstMs: at(1), lastMs: at(1), profiles: 1 };
  expect(await releaseTimes(readers.client, project, {})).toEqual([shop, odd]);
  expect(await releaseTimes(readers.client, project, { versions: ['never', odd.version, odd.version, ''] })).toEqual([
    odd,
  ]);
  expect(await releaseTimes(readers.client, project, { versions: [] })).toEqual([]);
  // More than fit in one statement: the answers are put together in the same order.
  const many = Array.from({ length: 450 }, (_, index) => `v${index}-${'€'.repeat(190)}`);
  expect(await releaseTimes(readers.client, project, { versions: [odd.version, ...many, shop.version] })).toEqual([
    shop,
    odd,
  ]);
});
