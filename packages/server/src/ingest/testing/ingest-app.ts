import fastify, { type FastifyInstance } from 'fastify';
import { ANONYMOUS } from '../../auth/caller.ts';
import type { OrganizationId } from '../../catalog/ids.ts';
import type { Project } from '../../catalog/projects.ts';
import { HearthError } from '../../errors/hearth-error.ts';
import type { ProjectId } from '../../store/upload.ts';
import type { BodiesInHand } from '../bodies-in-hand.ts';
import { createDecoder } from '../decoder.ts';
import { DEFAULT_INGEST_LIMITS, type IngestLimits } from '../limits.ts';
import { registerIngest } from '../register-ingest.ts';
import { MemoryStore } from './memory-store.ts';

export const TEST_PROJECT: Project = {
  id: 7 as ProjectId,
  organizationId: 1 as OrganizationId,
  slug: 'shop',
  key: 'abcdefghijklm',
  name: 'Shop',
  defaultEnvironment: 'production',
  retentionDays: 30,
  streamOriginalDays: 1,
  singleOriginalDays: 30,
  createdMs: 0,
};
/** When the tests' server believes to live: shortly after the recorded requests. */
export const TEST_NOW_MS = Date.UTC(2026, 10, 21, 4);

export interface IngestApp {
  readonly app: FastifyInstance;
  readonly store: MemoryStore;
  readonly bodiesInHand: BodiesInHand;
}

/**
 * The real ingest routes behind a doorkeeper that lets everyone into {@link TEST_PROJECT}, but refuses who sends the header
 * `x-refuse: <error code>` as the real one would.
 */
export function createIngestApp(limits: Partial<IngestLimits> = {}): IngestApp {
  const store = new MemoryStore();
  const allLimits = { ...DEFAULT_INGEST_LIMITS, ...limits };
  const decoder = createDecoder(allLimits);
  const app = fastify();
  app.decorateRequest('caller');
  app.decorateRequest('project');
  app.decorateRequest('organization');
  app.addHook('onRequest', async (request) => {
    request.caller = ANONYMOUS;
    const code = request.headers['x-refuse'];
    if (code === 'forbidden' || code === 'invalid_ingest_key' || code === 'project_not_found')
      throw new HearthError(code);
    request.project = TEST_PROJECT;
  });
  app.addHook('onClose', async () => decoder.close());
  const bodiesInHand = registerIngest(app, {
    writer: store,
    log: store,
    releases: store,
    decoder,
    limits: allLimits,
    now: () => TEST_NOW_MS,
  });
  return { app, store, bodiesInHand };
}
