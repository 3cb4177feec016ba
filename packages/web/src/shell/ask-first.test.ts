import { QueryClient } from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PICTURE_FIRST_MS } from '../places/explore/explore-questions.ts';
import { askFirst } from './ask-first.ts';

const apps = [{ app: 'checkout', types: [{ name: 'wall' }, { name: 'cpu' }], environments: [], languages: [] }];

/** What is asked before anything is drawn, in the order of asking: path, and of a body what it is about. */
async function askedAt(address: string): Promise<readonly string[]> {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: string, init: { readonly body?: string } = {}) => {
    const path = new URL(url, 'http://hearth.test').pathname.replace('/api/v1/', '');
    const { selector } = JSON.parse(init.body ?? '{}') as { readonly selector?: { readonly type: string } };
    asked.push(selector === undefined ? path : `${path} ${selector.type}`);
    return Promise.resolve(Response.json({ apps, projects: [] }));
  });
  const { pathname, search } = new URL(address, 'http://hearth.test');
  askFirst(new QueryClient({ defaultOptions: { queries: { retry: false } } }), { pathname, search });
  // Time enough for a question that follows from an answer.
  await new Promise((resolve) => setTimeout(resolve, 20));
  return asked;
}

describe('askFirst', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('asks for the picture of Explore at once where the address says of what', async () => {
    expect(await askedAt('/o/1/p/shop/explore?app=checkout&type=wall')).toEqual([
      'projects/shop/merge wall',
      'projects',
      'projects/shop/timeline wall',
      'projects/shop/apps',
    ]);
  });

  it('asks for it as soon as the apps say of what, where the address does not', async () => {
    expect(await askedAt('/o/1/p/shop/explore?app=checkout')).toEqual([
      'projects/shop/apps',
      'projects',
      'projects/shop/merge cpu',
      'projects/shop/timeline cpu',
    ]);
  });

  it('asks the rest besides where the picture takes long', async () => {
    vi.useFakeTimers();
    const asked: string[] = [];
    vi.stubGlobal('fetch', (url: string) => {
      asked.push(url.replace(/^.*\/|\?.*$/g, ''));
      return new Promise(() => undefined);
    });
    askFirst(new QueryClient(), { pathname: '/o/1/p/shop/explore', search: '?type=wall' });
    await vi.advanceTimersByTimeAsync(PICTURE_FIRST_MS - 1);
    expect(asked).toEqual(['merge', 'projects']);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toEqual(['merge', 'projects', 'timeline', 'apps']);
    vi.useRealTimers();
  });

  it.each([
    ['/o/1/p/shop?range=6h', ['projects/shop/apps', 'projects/shop/ingest', 'projects']],
    ['/o/1/p/shop/', ['projects/shop/apps', 'projects/shop/ingest', 'projects']],
    ['/o/1/p/a%20b/settings', ['projects']],
  ])('asks at %s what that place needs', async (address, expected) => {
    expect(await askedAt(address)).toEqual(expected);
  });

  it('asks nothing where nobody needs a session', () => {
    const fetch = vi.fn();
    vi.stubGlobal('fetch', fetch);
    for (const pathname of ['/', '/sign-in', '/elsewhere']) askFirst(new QueryClient(), { pathname, search: '' });
    expect(fetch).not.toHaveBeenCalled();
  });
});
