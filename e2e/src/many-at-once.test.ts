import { gzipSync } from 'node:zlib';
import { encodePprof } from '@hearth/profile';
import { profileFromText } from '@hearth/profile/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { datadogUpload } from './harness/datadog-upload.ts';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { httpRequest } from './harness/http-request.ts';
import { waitUntil } from './harness/wait-until.ts';

/** Apps whose uploads differ in size and in every name, so that nothing of one can be taken for another's. */
const APPS = 60;
const ROUNDS = 4;
const PERIOD_MS = 10_000;

interface Top {
  readonly functions: readonly {
    readonly frame: { readonly function: string; readonly file: string };
    readonly self: number;
    readonly total: number;
  }[];
}

const stacksOf = (app: number): readonly { readonly name: string; readonly value: number }[] =>
  Array.from({ length: 3 + ((app * 37) % 120) }, (_, at) => ({
    name: `leaf-${app}-${at}`,
    value: app * 1000 + at + 1,
  }));

function pprofOf(app: number): Uint8Array {
  const lines = stacksOf(app).map(
    ({ name, value }, at) =>
      `main-${app} (m${app}.js:1);mid-${app}-${at % 7};${name} (${name}.js:${at + 1}) 1 ${value}`,
  );
  return gzipSync(encodePprof(profileFromText(['samples/count', 'cpu/nanoseconds'], lines.join('\n'))), { level: 1 });
}

let server: HearthServer;
let api: HearthApi;
beforeAll(async () => {
  server = await HearthServer.start();
  api = new HearthApi(server.url, server.adminToken);
  const firstMs = Math.floor(Date.now() / PERIOD_MS) * PERIOD_MS - 1_800_000;
  const uploads = Array.from({ length: ROUNDS * APPS }, (_, at) => {
    const [round, app] = [Math.floor(at / APPS), at % APPS];
    const startMs = firstMs + round * PERIOD_MS;
    return datadogUpload({
      app: `app-${app}`,
      runtimeId: `5e8f3b1c-${String(app).padStart(4, '0')}-4c6c-9d00-0d3f8d3f6f57`,
      startMs,
      endMs: startMs + PERIOD_MS,
      attachments: [{ name: 'cpu.pprof', content: pprofOf(app) }],
    });
  });
  const answers = await Promise.all(
    uploads.map(({ contentType, body }) =>
      httpRequest(`${server.url}/profiling/v1/input`, {
        method: 'POST',
        headers: { 'content-type': contentType },
        body,
      }),
    ),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  await waitUntil(async () => (await api.listProfiles('default')).length >= uploads.length, {
    what: 'every upload to be listed',
  });
});
afterAll(() => server.dispose());

it('keeps the stacks, names and values of uploads apart that are decoded and stored together', async () => {
  for (let app = 0; app < APPS; app++) {
    const top = await api.post<Top>('/api/v1/projects/default/top', {
      selector: { type: 'cpu', app: `app-${app}` },
      limit: 1000,
    });
    const leaves = stacksOf(app).map(
      ({ name, value }) => [name, `${name}.js`, value * ROUNDS, value * ROUNDS] as const,
    );
    const sum = leaves.reduce((all, [, , self]) => all + self, 0);
    const middles = Array.from({ length: Math.min(7, leaves.length) }, (_, mid) => {
      const below = leaves.reduce((all, [, , self], at) => (at % 7 === mid ? all + self : all), 0);
      return [`mid-${app}-${mid}`, '', 0, below] as const;
    });
    const expected = [...leaves, ...middles, [`main-${app}`, `m${app}.js`, 0, sum] as const];
    const found = top.functions.map(({ frame, self, total }) => [frame.function, frame.file, self, total] as const);
    const byName = (left: readonly unknown[], right: readonly unknown[]): number =>
      String(left[0]) < String(right[0]) ? -1 : 1;
    expect(found.sort(byName)).toEqual(expected.sort(byName));
  }
});
