import { createClient } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-node';
import { expect } from 'vitest';
import { startSampleStore } from '../../../query/testing/sample-store.ts';
import { QuerierService } from '../../../rpc/generated/querier/v1/querier_pb.ts';
import type { TextUpload } from '../../../store/testing/text-upload.ts';
import { NOON_MS, startFace } from '../../testing/start-face.ts';
import { registerPyroscopeFace } from '../register-pyroscope-face.ts';
import type { flameGraphStacks } from './flame-graph-stacks.ts';

const MINUTE = 60_000;
export const CPU = 'process_cpu:cpu:nanoseconds:cpu:nanoseconds';
export const WALL_CPU = 'wall:cpu:nanoseconds:wall:nanoseconds';
export const HEAP = 'memory:inuse_space:bytes:space:bytes';
export const BIG = Number.MAX_SAFE_INTEGER;
export const QUERIER = '/querier.v1.QuerierService';

/** So many minutes before noon, in Unix milliseconds. */
export const at = (minutes: number): number => NOON_MS - minutes * MINUTE;
export const range = { start: BigInt(at(60)), end: BigInt(NOON_MS) };
export const jsonRange = { start: String(at(60)), end: String(NOON_MS) };

const uploads: readonly TextUpload[] = [
  { id: 'a', startMs: at(20), stacks: 'main;handle;hash 3 300\nmain;handle;render 1 100\nmain 1 50' },
  { id: 'b', startMs: at(10), host: 'host-2', stacks: 'main;handle;hash 2 200\nmain;gc 1 7' },
  ...[0, 1].map(
    (index): TextUpload => ({
      id: `big-${String(index)}`,
      app: 'big',
      startMs: at(3),
      stacks: `main;spin 1 ${String(BIG)}`,
    }),
  ),
  {
    id: 'node',
    app: 'node',
    runtime: 'nodejs',
    startMs: at(5),
    types: ['samples/count', 'cpu/nanoseconds', 'wall/nanoseconds'],
    stacks: 'main;wait 1 5 11',
  },
  ...[5, 9].map(
    (value, index): TextUpload => ({
      id: `heap-${String(index)}`,
      app: 'heap',
      startMs: at(5),
      types: ['inuse_space/bytes'],
      stacks: `main;load ${String(value)}`,
    }),
  ),
];

/** What the tests of the face work with. */
export type PyroscopeFace = Awaited<ReturnType<typeof startPyroscopeFace>>;

type DrawnGraph = Parameters<typeof flameGraphStacks>[0] & { readonly total?: string };

/** The face over a real engine with profiles of an hour, and one of a neighbour. */
export async function startPyroscopeFace() {
  const store = await startSampleStore();
  const face = await startFace(store.client);
  registerPyroscopeFace(face.app, {
    questions: face.questions,
    settings: face.catalog.viewerSettings,
    version: '1.2.3',
    notReady: () => undefined,
    now: () => NOON_MS,
  });
  const token = await face.token(['project:read']);
  const projectId = face.ours.id;
  const ids = await store.add(uploads.map((upload) => ({ ...upload, projectId })));
  await store.add([{ id: 'theirs', projectId: face.theirs.id, startMs: at(20), stacks: 'secret 1 1000' }]);
  const post = (path: string, body: object, headers: Readonly<Record<string, string>> = {}) =>
    face.app.inject({
      method: 'POST',
      url: path,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      payload: JSON.stringify(body),
    });
  const ask = async (method: string, body: object) => {
    const answer = await post(`${QUERIER}/${method}`, body);
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json();
  };
  return {
    face,
    /** Reads our project. */
    token,
    /** Of the first profiles, those of shop. */
    ids,
    /** A call of a service's method in JSON. */
    post,
    /** The answer of a method of the querier; fails when it is refused. */
    ask,
    /** A flame graph of the CPU of a selection. */
    graph: async (labelSelector: string, more: object = {}): Promise<DrawnGraph> => {
      const asked = { profileTypeID: CPU, labelSelector, ...jsonRange, ...more };
      const { flamegraph } = (await ask('SelectMergeStacktraces', asked)) as { readonly flamegraph: DrawnGraph };
      return flamegraph;
    },
    /** A client of Connect's; once. */
    client: async () => {
      const baseUrl = await face.app.listen({ host: '127.0.0.1', port: 0 });
      return createClient(
        QuerierService,
        createConnectTransport({
          baseUrl,
          httpVersion: '1.1',
          interceptors: [
            (next) => (request) => {
              request.header.set('authorization', `Bearer ${token}`);
              return next(request);
            },
          ],
        }),
      );
    },
    stop: async () => {
      await face.stop();
      await store.stop();
    },
  };
}
