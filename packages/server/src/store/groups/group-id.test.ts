import { expect, test } from 'vitest';
import { groupOf, groupTimeMs, halfPaths, leafId, MAX_GROUP_UPLOADS, nextGroupId, PATHS } from './group-id.ts';

const NOW_MS = Date.UTC(2026, 10, 21, 10);

test('ids grow, also when the clock stands still or goes back, and stay exact', () => {
  let last = 0;
  for (let index = 0; index < 2_000; index++) {
    const id = nextGroupId(NOW_MS - index, last);
    expect(id).toBeGreaterThan(last);
    expect(id % PATHS).toBe(0);
    expect(Number.isSafeInteger(id + PATHS)).toBe(true);
    last = id;
  }
  expect(groupTimeMs(nextGroupId(NOW_MS, 0))).toBe(NOW_MS);
  expect(nextGroupId(Date.UTC(2106, 0, 1), 0)).toBeLessThan(Number.MAX_SAFE_INTEGER);
});

test('parts of a group are told apart and lead back to it', () => {
  const group = nextGroupId(NOW_MS, 0);
  const ids = new Set<number>([group]);
  const visit = (path: number, uploads: number): void => {
    const half = Math.ceil(uploads / 2);
    for (const [index, part] of halfPaths(path).entries()) {
      const size = index === 0 ? half : uploads - half;
      if (size < 2) continue;
      expect(part).toBeLessThan(MAX_GROUP_UPLOADS);
      expect(ids.has(group + part)).toBe(false);
      ids.add(group + part);
      visit(part, size);
    }
  };
  visit(0, MAX_GROUP_UPLOADS);
  for (let seq = 0; seq < MAX_GROUP_UPLOADS; seq++) {
    const id = leafId(group, seq);
    expect(ids.has(id)).toBe(false);
    expect(groupOf(id)).toBe(group);
    ids.add(id);
  }
});
