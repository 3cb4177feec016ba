import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OrganizationId, ProjectId } from '../ids.ts';
import { ReleaseSightings } from './release-sightings.ts';
import type { ReleaseSighting } from './releases.ts';

const project = { id: 1 as ProjectId, organizationId: 1 as OrganizationId };
const other = { id: 2 as ProjectId, organizationId: 1 as OrganizationId };

describe('ReleaseSightings', () => {
  let batches: (readonly ReleaseSighting[])[];
  let failure: Error | undefined;
  let sightings: ReleaseSightings;

  beforeEach(() => {
    vi.useFakeTimers();
    batches = [];
    failure = undefined;
    sightings = new ReleaseSightings({
      ensureAll: async (batch) => {
        if (failure !== undefined) throw failure;
        batches.push(batch);
      },
    });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const versions = () => batches.map((batch) => batch.map(({ version }) => version));

  it('writes each pair once, together, by itself', async () => {
    for (const version of ['a@1', 'a@2', 'a@1']) sightings.seen(project, version, 5);
    sightings.seen(other, 'a@1', 7);
    expect(batches).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(batches).toEqual([
      [
        { project, version: 'a@1', seenMs: 5 },
        { project, version: 'a@2', seenMs: 5 },
        { project: other, version: 'a@1', seenMs: 7 },
      ],
    ]);
    sightings.seen(project, 'a@2', 9);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(batches).toHaveLength(1);
  });

  it('passes over names that no release may have', async () => {
    for (const version of ['', 'latest', 'a/b']) sightings.seen(project, version, 5);
    await sightings.close();
    expect(batches).toEqual([]);
  });

  it('notices again what could not be written', async () => {
    failure = new Error('locked');
    sightings.seen(project, 'a@1', 5);
    await expect(sightings.flush()).resolves.toBeUndefined();
    failure = undefined;
    sightings.seen(project, 'a@1', 6);
    await sightings.flush();
    expect(versions()).toEqual([['a@1']]);
  });

  it('writes what waits when it is closed, and nothing after', async () => {
    sightings.seen(project, 'a@1', 5);
    await sightings.close();
    sightings.seen(project, 'a@2', 5);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(versions()).toEqual([['a@1']]);
  });

  it('is bounded in what waits and what it remembers', async () => {
    for (let index = 0; index < 6_000; index += 1) sightings.seen(project, `a@${String(index)}`, 5);
    await sightings.flush();
    expect(batches[0]).toHaveLength(5_000);
    sightings.seen(project, 'a@5999', 5);
    await sightings.flush();
    expect(versions()[1]).toEqual(['a@5999']);
    for (let round = 0; round < 5; round += 1) {
      for (let index = 0; index < 5_000; index += 1) sightings.seen(project, `b@${String(round)}.${String(index)}`, 5);
      await sightings.flush();
    }
    sightings.seen(project, 'a@0', 5);
    await sightings.flush();
    expect(versions().at(-1)).toEqual(['a@0']);
  });
});
