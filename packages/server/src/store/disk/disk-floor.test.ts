import { expect, test } from 'vitest';
import { DiskFloor } from './disk-floor.ts';

test('refuses below the floor, takes again above it, and does not mind a file system that says nothing', async () => {
  let free: number | Error = 100;
  const disk = new DiskFloor({
    directory: '/anywhere',
    floorBytes: 50,
    freeBytes: async () => {
      if (free instanceof Error) throw free;
      return free;
    },
  });
  await disk.look();
  expect(() => disk.check()).not.toThrow();
  free = 49;
  await disk.look();
  expect(() => disk.check()).toThrow(expect.objectContaining({ code: 'disk_full', status: 503 }));
  free = 50;
  await disk.look();
  expect(() => disk.check()).not.toThrow();
  free = new Error('no answer');
  await disk.look();
  expect(() => disk.check()).not.toThrow();
  disk.close();
});
