import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registerHearthFace } from './api/hearth/register-hearth-face.ts';
import { FileLinks } from './auth/file-links/file-links.ts';
import { registerAuth } from './auth/register-auth.ts';
import { Captures } from './capture/captures.ts';
import { openCatalog } from './catalog/catalog.ts';
import { createApp } from './http/create-app.ts';
import { Questions } from './query/questions.ts';
import { version } from './version.ts';

/** The OpenAPI document of `/api/v1`, as a running server answers it, without an engine: for the reference. */
export async function openApiDocument(): Promise<object> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hearth-openapi-'));
  const catalog = await openCatalog({ dataDir });
  const app = createApp({ requestSeconds: 1, maxConnections: 1 });
  try {
    const nobody = () => Promise.reject(new Error('There is no engine here.'));
    const source = { rows: nobody, binary: nobody };
    const noStore = { land: nobody, isVisible: nobody, read: nobody, isDiskFull: () => false };
    const questions = new Questions({ source, declaredEnvironments: catalog.environments });
    registerAuth(app, { catalog });
    await registerHearthFace(app, {
      catalog,
      questions,
      captures: new Captures({ catalog, store: noStore, directory: dataDir }),
      fileLinks: new FileLinks({ isLive: async () => false }),
      publicUrl: undefined,
      viewerUrls: { firefox: 'https://profiler.firefox.com', speedscope: 'https://www.speedscope.app' },
      status: () => ({
        version,
        startedMs: 0,
        notReady: undefined,
        queue: { uploads: 0, bytes: 0, oldestMs: undefined },
      }),
      rebuild: async function* () {},
      storage: {
        diskBudget: () => ({ budgetBytes: undefined, usedBytes: 0, droppedPartitions: 0, isExceeded: false }),
        erase: nobody,
      },
      quarantine: { list: nobody, original: nobody, retry: nobody },
    });
    return (await app.inject('/api/v1/openapi.json')).json<object>();
  } finally {
    await app.close();
    await catalog.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}
