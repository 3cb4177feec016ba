import { afterEach, describe, expect, it, vi } from 'vitest';
import { ProblemError, problemOf } from './problem-error.ts';
import { ask, getJson } from './request.ts';

const failing = (error: Error) => vi.stubGlobal('fetch', () => Promise.reject(error));
const asking = { signal: new AbortController().signal, onProgress: () => undefined };

describe('a server that is not reached', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('is a problem that says so, and may be asked again', async () => {
    failing(new TypeError('Failed to fetch'));
    for (const asked of [getJson('/status'), ask('/merge', {}, asking)]) {
      const error: unknown = await asked.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ProblemError);
      expect(problemOf(error)).toMatchObject({ code: 'unreachable', detail: 'Failed to fetch' });
      expect((error as ProblemError).isRefusal).toBe(false);
    }
  });

  it('is told apart from an error of the page, and from what somebody cancelled', async () => {
    expect(problemOf(new TypeError('of undefined')).code).toBe('page_error');
    failing(new DOMException('', 'AbortError'));
    await expect(getJson('/status')).rejects.toBeInstanceOf(DOMException);
  });

  it('has refused when it said so', async () => {
    const problem = { title: 'No', status: 403, detail: 'no', code: 'forbidden' };
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json(problem, { status: 403 })));
    const error: unknown = await getJson('/status').catch((thrown: unknown) => thrown);
    expect((error as ProblemError).isRefusal).toBe(true);
  });
});
