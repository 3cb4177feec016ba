import { expect, test } from 'vitest';
import { HearthError } from '../../errors/hearth-error.ts';
import { type TextUpload, textUpload } from '../testing/text-upload.ts';
import { checkTime } from './check-time.ts';
import { MAX_UPLOAD_SPANS } from './limits.ts';
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

test('what an erased project had is let go, and what others have is not', () => {
  const registry = new ProjectRegistry(bounds);
  for (const projectId of [1, 2]) {
    for (const host of ['1', '2', '3', '4']) expect(answer(registry, { projectId, host })).toBe('taken');
  }
  registry.forget(upload({ projectId: 1 }).projectId);
  expect(answer(registry, { projectId: 1, host: '5' })).toBe('taken');
  expect(answer(registry, { projectId: 2, host: '5' })).toBe('too_many_series');
});

test('a refused upload leaves nothing behind', () => {
  const registry = new ProjectRegistry(bounds);
  for (const host of ['1', '2', '3', '4']) registry.admit(upload({ host }));
  expect(answer(registry, { app: 'new', host: '5' })).toBe('too_many_series');
  expect(answer(registry, { app: 'other', host: '1' })).toBe('too_many_series');
  expect(registry.admitSeries(upload({}).projectId, 1, 1)).toBe(false);
});

test('spans count like profiles, beside one or alone', () => {
  const registry = new ProjectRegistry(bounds);
  const alone = { profiles: 0, spans: 1 };
  expect(answer(registry, { ...alone, app: 'a' })).toBe('taken');
  expect(answer(registry, { ...alone, app: 'b', environment: 'dev', release: '2' })).toBe('taken');
  expect(answer(registry, { app: 'c' })).toBe('too_many_apps');
  expect(answer(registry, { ...alone, app: 'c' })).toBe('too_many_apps');
  expect(answer(registry, { ...alone, app: 'a', environment: 'qa' })).toBe('too_many_environments');
  expect(answer(registry, { ...alone, app: 'a', release: '3' })).toBe('too_many_releases');
  expect(answer(registry, { ...alone, app: 'a', spans: MAX_UPLOAD_SPANS })).toBe('taken');
  expect(answer(registry, { ...alone, app: 'a', spans: MAX_UPLOAD_SPANS + 1 })).toBe('profile_limit');
});

test('time: to ten minutes ahead, back to the last day that is kept', () => {
  const nowMs = Date.UTC(2026, 10, 21, 10);
  const at = (startMs: number) => () => checkTime(upload({ startMs, keepDays: { original: 1, derived: 7 } }), nowMs);
  expect(at(nowMs + 599_000)).not.toThrow();
  expect(at(nowMs + 601_000)).toThrow(HearthError);
  expect(at(Date.UTC(2026, 10, 14))).not.toThrow();
  expect(at(Date.UTC(2026, 10, 14) - 1)).toThrow(HearthError);
  expect(at(Number.NaN)).toThrow(HearthError);

  const day = Date.UTC(2026, 10, 16);
  const [one] = upload({ profiles: 0, spans: 1, startMs: day, durationMs: 5 }).decoded.spans;
  const withSpans =
    (...times: readonly (readonly [startMs: number, endMs: number])[]) =>
    () => {
      const spans = times.map(([startMs, endMs]) => ({ ...one!, startMs, endMs }));
      const { decoded, ...rest } = upload({ startMs: nowMs, keepDays: { original: 1, derived: 7 } });
      checkTime({ ...rest, decoded: { ...decoded, spans } }, nowMs);
    };
  expect(withSpans([day, nowMs])).not.toThrow();
  expect(withSpans([nowMs, nowMs - 1])).not.toThrow();
  expect(withSpans([nowMs, nowMs], [day - 3 * 86_400_000, nowMs])).toThrow(HearthError);
  expect(withSpans([nowMs, nowMs + 601_000])).toThrow(HearthError);
  expect(withSpans([day, -1])).toThrow(HearthError);
  expect(withSpans([day, Number.NaN])).toThrow(HearthError);
  // With the profile's day that is one too many.
  const days = [0, 1, 2, 3].map((more) => [day + more * 86_400_000, nowMs] as const);
  expect(withSpans(...days.slice(0, 3))).not.toThrow();
  expect(withSpans(...days)).toThrow(HearthError);
});
