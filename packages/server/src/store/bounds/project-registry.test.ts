import { expect, test } from 'vitest';
import { HearthError } from '../../errors/hearth-error.ts';
import { type TextUpload, textUpload } from '../testing/text-upload.ts';
import { checkTime } from './check-time.ts';
import { ProjectRegistry } from './project-registry.ts';

const bounds = { too_many_apps: 2, too_many_environments: 2, too_many_releases: 2, too_many_series: 4 };
const upload = (more: Partial<TextUpload>) => textUpload({ id: 'a', stacks: 'main 1 1', ...more });

/** The code of the refusal, or `taken`. */
function answer(registry: ProjectRegistry, more: Partial<TextUpload>): string {
  try {
    registry.admit(upload(more));
    return 'taken';
  } catch (error) {
    return error instanceof HearthError ? error.code : String(error);
  }
}

test('takes as many of each as a project may have, and what it has already', () => {
  const registry = new ProjectRegistry(bounds);
  expect(answer(registry, { app: 'a' })).toBe('taken');
  expect(answer(registry, { app: 'b' })).toBe('taken');
  expect(answer(registry, { app: 'c' })).toBe('too_many_apps');
  expect(answer(registry, { app: 'a', environment: 'dev' })).toBe('taken');
  expect(answer(registry, { app: 'a', environment: 'qa' })).toBe('too_many_environments');
  expect(answer(registry, { app: 'a', release: '2' })).toBe('taken');
  expect(answer(registry, { app: 'a', release: '3' })).toBe('too_many_releases');
  expect(answer(registry, { app: 'a', host: 'fifth' })).toBe('too_many_series');
  expect(answer(registry, { app: 'a' })).toBe('taken');
  expect(answer(registry, { app: 'c', projectId: 2 })).toBe('taken');
});

test('a refused upload leaves nothing behind', () => {
  const registry = new ProjectRegistry(bounds);
  for (const host of ['1', '2', '3', '4']) registry.admit(upload({ host }));
  expect(answer(registry, { app: 'new', host: '5' })).toBe('too_many_series');
  expect(answer(registry, { app: 'other', host: '1' })).toBe('too_many_series');
  expect(registry.admitSeries(upload({}).projectId, 1, 1)).toBe(false);
});

test('time: to ten minutes ahead, back to the last day that is kept', () => {
  const nowMs = Date.UTC(2026, 10, 21, 10);
  const at = (startMs: number) => () => checkTime(upload({ startMs, keepDays: { original: 1, derived: 7 } }), nowMs);
  expect(at(nowMs + 599_000)).not.toThrow();
  expect(at(nowMs + 601_000)).toThrow(HearthError);
  expect(at(Date.UTC(2026, 10, 14))).not.toThrow();
  expect(at(Date.UTC(2026, 10, 14) - 1)).toThrow(HearthError);
  expect(at(Number.NaN)).toThrow(HearthError);
});
