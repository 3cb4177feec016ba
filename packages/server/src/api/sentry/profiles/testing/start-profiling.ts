import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '@hearth/engine';
import type { LightMyRequestResponse } from 'fastify';
import type { Project } from '../../../../catalog/projects.ts';
import { createDecoder } from '../../../../ingest/decoder.ts';
import { DEFAULT_INGEST_LIMITS } from '../../../../ingest/limits.ts';
import { registerIngest } from '../../../../ingest/register-ingest.ts';
import type { EngineClient } from '../../../../store/client/engine-client.ts';
import { openStore } from '../../../../store/open-store.ts';
import { NOON_MS, startFace, type TestFace } from '../../../testing/start-face.ts';
import { registerSentryFace } from '../../register-sentry-face.ts';

/** Item header and payload. */
export type Item = readonly [header: object, payload: object | string];

/** Sentry's face before a real store, into which envelopes go on the way that SDKs use. It is always noon. */
export interface TestProfiling {
  readonly face: TestFace;
  readonly client: EngineClient;
  /** Of `project:read` in our project. */
  readonly token: string;
  /** Sends an envelope and waits until it is visible. */
  send(items: readonly Item[], options?: { readonly headers?: object; readonly project?: Project }): Promise<void>;
  get(path: string, token?: string): Promise<LightMyRequestResponse>;
  /** The body of an answer that must be 200. */
  text(path: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startProfiling(): Promise<TestProfiling> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hearth-profiling-'));
  const engine = await startEngine({ dataDir });
  const decoder = createDecoder(DEFAULT_INGEST_LIMITS);
  const store = await openStore({
    connection: () => engine.connection,
    decode: decoder.decode,
    dataDir,
    now: () => NOON_MS,
  });
  const face = await startFace(store.client, decoder);
  const releases = { seen: () => undefined };
  registerIngest(face.app, { writer: store.writer, log: store.ingestLog, decoder, releases, now: () => NOON_MS });
  await registerSentryFace(face.app, { ...face, publicUrl: 'https://hearth.example', now: () => NOON_MS });
  const token = await face.token(['project:read']);
  const get = (path: string, secret = token): Promise<LightMyRequestResponse> => face.get(`/api/0${path}`, secret);
  return {
    face,
    client: store.client,
    token,
    get,
    send: async (items, { headers = {}, project = face.ours } = {}) => {
      const [key] = await face.catalog.ingestKeys.list(project.id);
      const answer = await face.app.inject({
        method: 'POST',
        url: `/api/${String(project.id)}/envelope/?sentry_version=7&sentry_key=${String(key?.key)}`,
        payload: envelopeText(headers, items),
      });
      if (answer.statusCode !== 200) throw new Error(answer.body);
      await store.writer.settle();
    },
    text: async (path) => {
      const answer = await get(path);
      if (answer.statusCode !== 200) throw new Error(`${path}: ${String(answer.statusCode)} ${answer.body}`);
      return answer.body;
    },
    stop: async () => {
      await face.stop();
      await store.close();
      await decoder.close();
      await engine.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const envelopeText = (headers: object, items: readonly Item[]): string =>
  [
    JSON.stringify(headers),
    ...items.flatMap(([header, payload]) => [
      JSON.stringify(header),
      typeof payload === 'string' ? payload : JSON.stringify(payload),
    ]),
  ].join('\n');
