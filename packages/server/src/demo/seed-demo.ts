import type { Catalog } from '../catalog/catalog.ts';
import type { Project } from '../catalog/projects.ts';
import { HearthError } from '../errors/hearth-error.ts';
import type { IngestDeps } from '../ingest/ingest-deps.ts';
import { keepUpload } from '../ingest/keep-upload.ts';
import { DEMO_DAY_MS, type DemoProfile, demoProfiles } from './demo-profiles.ts';
import type { DemoService } from './demo-services.ts';
import { demoUpload } from './demo-upload.ts';
import { sendRefusedUploads } from './refused-uploads.ts';

/** Uploads on their way at a time: they share the writes to disk, and an upload of somebody else waits for few of them. */
const BATCH = 16;
/** Of the time that a batch took, the share that the server has to itself after it. */
const REST = 0.5;
/** How often to look whether the server has time again. */
const PAUSE_MS = 500;

export interface SeedDemoDeps extends Pick<IngestDeps, 'writer' | 'log' | 'releases' | 'decoder'> {
  readonly catalog: Pick<Catalog, 'projects' | 'environments' | 'releases'>;
  readonly services: readonly DemoService[];
  /** Asked before each batch. */
  readonly mustPause: () => boolean;
  /** Told after each batch how many profiles are stored. */
  readonly onProgress: (profiles: number) => void;
  /** Resolves after that time, or when the signal is aborted; never rejects. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** `kept`: it was done before. `stopped`: the signal came, or the project went away. */
export type SeedOutcome = 'seeded' | 'kept' | 'stopped';

/**
 * Brings the demo's days into its project, as uploads, once: they end when the project was made, so that a start after
 * one that was cut off sends the same uploads again, of which the store keeps those that it has not.
 *
 * @throws whatever the store refuses for good
 */
export async function seedDemo(deps: SeedDemoDeps, project: Project, signal: AbortSignal): Promise<SeedOutcome> {
  try {
    return await seed(deps, project, signal);
  } catch (error) {
    // Erased in the middle of a batch: whatever failed then is no fault.
    if (!(await isThere(deps, project))) return 'stopped';
    throw error;
  }
}

const isThere = async ({ catalog }: SeedDemoDeps, { id }: Project): Promise<boolean> =>
  (await catalog.projects.find(id, { kind: 'all' })) !== undefined;

async function seed(deps: SeedDemoDeps, project: Project, signal: AbortSignal): Promise<SeedOutcome> {
  const { services, mustPause, onProgress, sleep } = deps;
  if (await isSeeded(deps, project)) return 'kept';
  await makeReleases(deps, project);
  let stored = 0;
  for (const batch of batchesOf(demoProfiles(services, project.createdMs))) {
    while (mustPause() && !signal.aborted) await sleep(PAUSE_MS, signal);
    if (signal.aborted || !(await isThere(deps, project))) return 'stopped';
    const startedMs = performance.now();
    await Promise.all(batch.map(async (demo) => send(deps, project, demo, signal)));
    stored += batch.length;
    onProgress(stored);
    await sleep((performance.now() - startedMs) * REST, signal);
  }
  if (signal.aborted) return 'stopped';
  await sendRefusedUploads(deps, project);
  await markSeeded(deps, project);
  return 'seeded';
}

/** Environments that somebody declared are the mark that the day is complete: they go with the project. */
async function isSeeded({ catalog, services }: SeedDemoDeps, project: Project): Promise<boolean> {
  const declared = new Set(await catalog.environments.list(project.id));
  return [...environmentsOf(services)].every((environment) => declared.has(environment));
}

async function markSeeded({ catalog, services }: SeedDemoDeps, project: Project): Promise<void> {
  for (const environment of environmentsOf(services)) await catalog.environments.declare(project.id, environment);
}

const environmentsOf = (services: readonly DemoService[]): ReadonlySet<string> =>
  new Set(services.flatMap(({ hosts }) => hosts.map(({ environment }) => environment)));

/** With the times at which they came; profiles that are sent newest first would say the last time instead. */
async function makeReleases({ catalog, services }: SeedDemoDeps, project: Project): Promise<void> {
  for (const { releases, deployedAgoMs } of services) {
    const [before, after] = releases;
    await catalog.releases.ensure(project, before, project.createdMs - 2 * DEMO_DAY_MS);
    await catalog.releases.ensure(project, after, project.createdMs - deployedAgoMs);
  }
}

async function send(deps: SeedDemoDeps, project: Project, demo: DemoProfile, signal: AbortSignal): Promise<void> {
  const original = await demoUpload(demo, project);
  while (!signal.aborted) {
    try {
      const prepared = await deps.decoder.prepare(original);
      await keepUpload(deps, project, { original, prepared, keep: 'stream', bytes: original.body.length });
      return;
    } catch (error) {
      const seconds = error instanceof HearthError ? error.retryAfterSeconds : undefined;
      if (seconds === undefined) throw error;
      await deps.sleep(seconds * 1000, signal);
    }
  }
}

function* batchesOf(profiles: Iterable<DemoProfile>): Generator<readonly DemoProfile[]> {
  let batch: DemoProfile[] = [];
  for (const profile of profiles) {
    batch.push(profile);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
