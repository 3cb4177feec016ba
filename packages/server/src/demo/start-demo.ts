import { setTimeout as delay } from 'node:timers/promises';
import type { Project } from '../catalog/projects.ts';
import type { Logger } from '../log/create-logger.ts';
import { DEMO_SERVICES } from './demo-services.ts';
import { type SeedDemoDeps, seedDemo } from './seed-demo.ts';

/** Between two lines of the log. */
const LOG_EVERY = 500;

export interface DemoDeps extends Omit<SeedDemoDeps, 'services' | 'sleep' | 'onProgress'> {
  readonly project: Project;
  readonly logger: Logger;
}

/** Begins to fill the demo's project in the background, when it is not full yet. Returns what ends it. */
export function startDemo({ project, logger, ...deps }: DemoDeps): () => Promise<void> {
  const closing = new AbortController();
  const startedMs = performance.now();
  let profiles = 0;
  const onProgress = (stored: number): void => {
    const isLogged = Math.floor(stored / LOG_EVERY) > Math.floor(profiles / LOG_EVERY);
    profiles = stored;
    if (isLogged) logger.info({ project: project.slug, profiles }, 'demo data');
  };
  const sleep = async (ms: number, signal: AbortSignal): Promise<void> =>
    delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
  const running = seedDemo({ ...deps, services: DEMO_SERVICES, onProgress, sleep }, project, closing.signal).then(
    (outcome) => {
      const seconds = Number(((performance.now() - startedMs) / 1000).toFixed(1));
      logger.info({ project: project.slug, outcome, profiles, seconds }, 'demo data');
    },
    (error: unknown) => logger.error({ err: error, project: project.slug, profiles }, 'demo data'),
  );
  return async () => {
    closing.abort();
    await running;
  };
}
