import { expect, it } from 'vitest';
import type { Project } from '../catalog/projects.ts';
import { HearthError } from '../errors/hearth-error.ts';
import { DEMO_SERVICES } from './demo-services.ts';
import { type SeedDemoDeps, type SeedOutcome, seedDemo } from './seed-demo.ts';

const project = { id: 7, slug: 'demo', createdMs: Date.UTC(2026, 10, 21), defaultEnvironment: 'production' } as Project;

/** Seeds into a store that refuses every upload; from then on the project is there or not. */
function seedInto(error: HearthError, isThere: boolean): Promise<SeedOutcome> {
  let refused = false;
  const deps = {
    catalog: {
      projects: { find: async () => (refused && !isThere ? undefined : project) },
      environments: { list: async () => [] },
      releases: { ensure: async () => undefined },
    },
    services: DEMO_SERVICES.slice(0, 1),
    decoder: {
      prepare: async () => {
        refused = true;
        throw error;
      },
    },
    mustPause: () => false,
    onProgress: () => undefined,
    sleep: async () => undefined,
  } as unknown as SeedDemoDeps;
  return seedDemo(deps, project, new AbortController().signal);
}

it('stops without a word when its project is erased in the middle of a batch', async () => {
  expect(await seedInto(new HearthError('project_not_found'), false)).toBe('stopped');
});

it('says what else the store refuses', async () => {
  await expect(seedInto(new HearthError('invalid_profile'), true)).rejects.toMatchObject({ code: 'invalid_profile' });
});
