import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';
import { startFace, type TestFace } from '../../testing/start-face.ts';
import { errorResponse } from '../error-response.ts';
import { registerFelderaFace } from '../register-feldera-face.ts';
import { FakeCaptures } from './fake-captures.ts';

export const NOW_MS = Date.UTC(2026, 10, 21, 12);

export interface FelderaFace extends TestFace {
  readonly captures: FakeCaptures;
  /** What was logged, oldest first. */
  readonly logged: object[];
  /** Why the server is not ready. */
  readonly state: { notReady: string | undefined };
  /** Of our project. */
  readonly read: string;
  readonly write: string;
  ask(method: Method, url: string, secret?: string, more?: InjectOptions): Promise<LightMyRequestResponse>;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'HEAD';

/** Feldera's face over a real catalog and guard, and captures that a test sets. */
export async function startFeldera(): Promise<FelderaFace> {
  const nobody = () => Promise.reject(new Error('not asked here'));
  const face = await startFace({ rows: nobody, binary: nobody });
  const captures = new FakeCaptures((id) => face.catalog.pipelines.remove(id));
  const logged: object[] = [];
  const state: FelderaFace['state'] = { notReady: undefined };
  await registerFelderaFace(face.app, {
    catalog: face.catalog,
    captures,
    logger: { info: (line: object) => void logged.push(line) } as never,
    notReady: () => state.notReady,
    version: '1.2.3',
    startedMs: NOW_MS - 1_000,
    now: () => NOW_MS,
  });
  const read = await face.token(['project:read']);
  const write = await face.token(['project:write']);
  return {
    ...face,
    captures,
    logged,
    state,
    read,
    write,
    ask: (method, url, secret, more = {}) =>
      face.app.inject({
        ...more,
        method,
        url,
        headers: { ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }), ...more.headers },
      }),
  };
}

/** An answer above 399: its status, and the body that all of them have. */
export function errorOf(answer: LightMyRequestResponse) {
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
  return { status: answer.statusCode, ...errorResponse.parse(answer.json()) };
}
