import { expect, it } from 'vitest';
import { wayInOf } from './way-in.ts';

const calm = {
  version: '1',
  started: '',
  ready: true,
  notReady: null,
  queue: { uploads: 0, bytes: 0, waitsSeconds: null },
};
const waiting = (uploads: number, waitsSeconds: number) => ({
  ...calm,
  queue: { uploads, bytes: 2_097_152, waitsSeconds },
});

it('is calm while everything is written within seconds', () => {
  expect(wayInOf(calm)).toEqual({ text: 'Queue 0, all written', worry: undefined });
  expect(wayInOf(waiting(0, 1)).text).toBe('Queue 0, all written');
  expect(wayInOf(waiting(12, 2))).toEqual({
    text: 'Queue 12, 2.00 MiB, the oldest waits 2 s',
    worry: undefined,
  });
  // Groups of uploads are known to the second.
  expect(wayInOf(waiting(1, 0)).text).toContain('the oldest waits 1 s');
});

it('says how late it is, also of what left the queue and waits in the backlog', () => {
  expect(wayInOf(waiting(0, 90)).text).toContain('the oldest waits 1.5 min');
  expect(wayInOf(waiting(3, 90)).worry).toMatchObject({ name: '1.5 min late', isBad: false });
});

it('repeats why nothing is taken', () => {
  const away = { ...calm, ready: false, notReady: 'The storage engine is starting.' };
  expect(wayInOf(away).worry).toEqual({
    name: 'Engine away',
    note: 'The storage engine is starting. Clients try again by themselves.',
    isBad: true,
  });
  const full = { ...away, notReady: 'Free disk space is below the floor.' };
  expect(wayInOf(full).worry?.name).toBe('Not taking');
});
