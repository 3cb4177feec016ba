import { gzipSync } from 'node:zlib';
import { encodePprof } from '@hearth/profile';
import { profileFromText } from '@hearth/profile/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datadogUpload } from './harness/datadog-upload.ts';
import { HearthApi } from './harness/hearth-api.ts';
import { HearthServer } from './harness/hearth-server.ts';
import { httpRequest } from './harness/http-request.ts';
import { waitUntil } from './harness/wait-until.ts';
import { captureClients, capturesOf, isUpload } from './replay/capture.ts';
import { expectedTotals } from './replay/expected-totals.ts';
import { hoursUntil, shiftWindow, windowOf } from './replay/shift-window.ts';
import { hotFunctions } from './upsun/hot-functions.ts';

type Whole = number | string;
interface Tree {
  readonly shape: {
    readonly parent: readonly number[];
    readonly frame: readonly number[];
    readonly frames: readonly { readonly function: string }[];
  };
  readonly values: { readonly self: readonly Whole[]; readonly total: readonly Whole[]; readonly inOther: number };
}
interface Facts {
  readonly total: Whole;
  readonly profiles: number;
}
interface Top {
  readonly facts: Facts;
  readonly functions: readonly {
    readonly frame: { readonly function: string };
    readonly self: Whole;
    readonly total: Whole;
  }[];
  readonly otherSelf: Whole;
}
interface Callers {
  readonly facts: Facts;
  readonly self: Whole;
  readonly total: Whole;
  readonly callers: Tree;
  readonly callees: Tree;
}
interface Timeline {
  readonly total: Whole;
  readonly profiles: number;
  readonly groups: readonly { readonly labels: readonly string[]; readonly sum: Whole }[];
}

const recorded = captureClients.flatMap((client) => capturesOf(client)).filter(isUpload);
const hours = hoursUntil(Math.max(...recorded.map(({ body }) => windowOf(body).endMs)), Date.now());
const uploads = recorded.map((capture) => {
  const body = shiftWindow(capture.body, hours);
  return { ...capture, body, ...windowOf(body) };
});
/** Those whose hot functions were counted by another reader. */
const known = uploads.flatMap((upload) =>
  Object.entries(hotFunctions[upload.name] ?? {}).map(([type, shares]) => ({ ...upload, type, shares })),
);

let server: HearthServer;
let api: HearthApi;
const ask = <Answer>(question: string, body: unknown): Promise<Answer> =>
  api.post<Answer>(`/api/v1/projects/default/${question}`, body);

beforeAll(async () => {
  server = await HearthServer.start();
  api = new HearthApi(server.url, server.adminToken);
  for (const { method, path, headers, body } of uploads) {
    expect(await httpRequest(server.url + path, { method, headers, body })).toMatchObject({ status: 200 });
  }
  const drawn = profileFromText(
    ['samples/count', 'cpu/nanoseconds'],
    `main;fib;fib;fib 30 300
     main;fib;fib;leaf 20 200
     main;idle;leaf 5 50
     main;other 10 100`,
  );
  const endMs = Math.max(...uploads.map(({ startMs }) => startMs));
  const { contentType, body } = datadogUpload({
    app: 'recursive',
    runtimeId: 'a2c5a1de-33b6-4a4e-9c6c-0d3f8d3f6f57',
    startMs: endMs - 10_000,
    endMs,
    attachments: [{ name: 'cpu.pprof', content: gzipSync(encodePprof(drawn)) }],
  });
  const headers = { 'content-type': contentType };
  expect(await httpRequest(`${server.url}/profiling/v1/input`, { method: 'POST', headers, body })).toMatchObject({
    status: 200,
  });
  await waitUntil(async () => (await api.listProfiles('default')).length > uploads.length, {
    what: 'every upload to be listed',
  });
});

afterAll(async () => {
  await server.dispose();
});

describe.each(known)('$type of the upload $name', ({ name, startMs, type, shares }) => {
  const selector = {
    type,
    from: new Date(startMs).toISOString(),
    to: new Date(startMs + 1).toISOString(),
  };
  const total = expectedTotals(name).get(type)!;

  it('has its hot functions and their shares on top, and one sum however it is asked for', async () => {
    const top = await ask<Top>('top', { selector, limit: 1000 });
    expect([BigInt(top.facts.total), top.facts.profiles]).toEqual([total, 1]);
    const selves = new Map<string, number>();
    for (const { frame, self } of top.functions) {
      selves.set(frame.function, (selves.get(frame.function) ?? 0) + Number(self));
    }
    const found = Object.keys(shares).map((hot) => {
      const share = (100 * (selves.get(hot) ?? 0)) / Number(total);
      return [hot, Number(share.toFixed(1))];
    });
    expect(Object.fromEntries(found)).toEqual(shares);
    const added = top.functions.reduce((sum, { self }) => sum + BigInt(self), BigInt(top.otherSelf));
    expect(added).toBe(total);

    const { tree } = await ask<{ readonly tree: Tree }>('merge', { selector, maxNodes: 100_000 });
    expect(BigInt(tree.values.total[0]!)).toBe(total);
    expect(tree.values.self.reduce((sum: bigint, self) => sum + BigInt(self), 0n)).toBe(total);
    expect(tree.values.inOther).toBe(0);
    const timeline = await ask<Timeline>('timeline', { selector, stepSeconds: 60, groupBy: ['app', 'host'] });
    expect([BigInt(timeline.total), timeline.profiles, timeline.groups.length]).toEqual([total, 1, 1]);
  });

  it('is the same for one function, whichever question is about it', async () => {
    const [hot = ''] = Object.keys(shares);
    const callers = await ask<Callers>('callers', { selector, function: hot, maxNodes: 100_000 });
    const { values, shape } = callers.callers;
    const direct = values.total
      .filter((_, at) => shape.parent[at] === 0)
      .reduce((sum: bigint, one) => sum + BigInt(one), 0n);
    expect(direct + BigInt(values.self[0]!)).toBe(BigInt(callers.total));
    const focus = [{ field: 'function', op: '=', value: hot }];
    const focused = { ...selector, stacks: { focus } };
    const { facts } = await ask<{ readonly facts: Facts }>('merge', { selector: focused });
    expect(facts.total).toBe(callers.total);
    const ignored = await ask<{ readonly facts: Facts }>('merge', {
      selector: { ...selector, stacks: { ignore: focus } },
    });
    expect(BigInt(ignored.facts.total) + BigInt(facts.total)).toBe(total);
    for (const value of ['self', 'total'] as const) {
      const timeline = await ask<Timeline>('timeline', { selector, stepSeconds: 60, only: { function: hot, value } });
      expect(timeline.total).toBe(callers[value]);
    }
  });
});

describe('a program that calls itself', () => {
  const selector = { app: 'recursive', type: 'cpu', from: String(Math.floor(Date.now() / 1000) - 7200) };
  /** Path from the root -> [self, total]. */
  const pathsOf = ({ shape, values }: Tree): Readonly<Record<string, readonly Whole[]>> => {
    const paths: string[] = [];
    for (const [at, above] of shape.parent.entries()) {
      const name = shape.frame[at]! < 0 ? '' : shape.frames[shape.frame[at]!]!.function;
      paths.push(above <= 0 ? name : `${paths[above]!};${name}`);
    }
    return Object.fromEntries(paths.map((path, at) => [path, [values.self[at]!, values.total[at]!]]));
  };

  it('counts once in its total, and its callers and callees split it', async () => {
    const top = await ask<Top>('top', { selector, sort: 'total' });
    expect(top.functions.map(({ frame, self, total }) => [frame.function, self, total])).toEqual([
      ['main', 0, 650],
      ['fib', 300, 500],
      ['leaf', 250, 250],
      ['other', 100, 100],
      ['idle', 0, 50],
    ]);
    const fib = await ask<Callers>('callers', { selector, function: 'fib' });
    expect([fib.self, fib.total]).toEqual([300, 500]);
    expect(pathsOf(fib.callers)).toEqual({ '': [0, 500], main: [500, 500] });
    expect(pathsOf(fib.callees)).toEqual({
      '': [0, 500],
      fib: [0, 500],
      'fib;fib': [300, 300],
      'fib;leaf': [200, 200],
    });
    const leaf = await ask<Callers>('callers', { selector, function: 'leaf' });
    expect(pathsOf(leaf.callers)).toMatchObject({ fib: [0, 200], 'fib;fib;main': [200, 200], 'idle;main': [50, 50] });
  });

  it('is shown without its recursion when that is hidden', async () => {
    const stacks = { hide: [{ field: 'function', op: '=~', value: '^fib$' }] };
    const { tree } = await ask<{ readonly tree: Tree }>('merge', { selector: { ...selector, stacks } });
    expect(pathsOf(tree)).toEqual({
      '': [0, 650],
      main: [300, 650],
      'main;leaf': [200, 200],
      'main;idle': [0, 50],
      'main;idle;leaf': [50, 50],
      'main;other': [100, 100],
    });
  });
});
