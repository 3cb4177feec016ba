import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFace, type TestFace } from '../testing/start-face.ts';
import { registerWeb } from './register-web.ts';

const source = { rows: () => Promise.reject(new Error('not asked here')), binary: () => Promise.reject(new Error()) };

describe('the web application', () => {
  const root = mkdtempSync(join(tmpdir(), 'hearth-web-'));
  let face: TestFace;

  beforeAll(async () => {
    mkdirSync(join(root, 'assets'));
    mkdirSync(join(root, 'pages'));
    writeFileSync(join(root, 'pages/explore.html'), '<!doctype html><title>Hearth</title><!-- explore -->');
    writeFileSync(join(root, 'pages/overview.html'), '<!doctype html><title>Hearth</title><!-- overview -->');
    writeFileSync(join(root, 'index.html'), '<!doctype html><html lang="en"><title>Hearth</title>');
    writeFileSync(join(root, 'favicon.svg'), '<svg/>');
    writeFileSync(join(root, 'assets/main-1a2b.js'), 'void 0');
    writeFileSync(join(root, 'secret.txt'), 'not to be served');
    face = await startFace(source);
    await registerWeb(face.app, { root });
  });
  afterAll(async () => {
    await face.stop();
    rmSync(root, { recursive: true });
  });

  it.each(['/', '/sign-in', '/o/1/p/default/explore?app=x'])('answers %s with the page and its policy', async (url) => {
    const answer = await face.get(url);
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('<title>Hearth');
    expect(answer.headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'/,
    );
    expect(answer.headers['content-security-policy']).not.toContain('unsafe');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['cache-control']).toBe('no-cache');
  });

  it.each([
    ['/o/1/p/default', 'overview'],
    ['/o/1/p/default/', 'overview'],
    ['/o/1/p/default?range=6h', 'overview'],
    ['/o/1/p/default/explore?app=x', 'explore'],
    ['/o/1/p/explore/explore/deeper', 'explore'],
    ['/o/1/p/default/settings', undefined],
    ['/o/1/p/default/..%2Fsecret', 'overview'],
    ['/sign-in', undefined],
  ])('sends the page of the place at %s', async (url, place) => {
    const { body, headers } = await face.get(url);
    expect(/<!-- (\w+) -->/.exec(body)?.[1]).toBe(place);
    expect(body).toContain('<title>Hearth');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('writes the theme that the browser keeps into the page, which no cache may then mix up', async () => {
    const answer = await face.app.inject({ url: '/sign-in', headers: { cookie: 'hearth_look=theme=dark' } });
    expect(answer.body).toContain('<html lang="en" data-look="theme=dark" data-theme="dark">');
    expect(answer.headers).not.toHaveProperty('etag');
    expect(answer.headers).not.toHaveProperty('last-modified');
  });

  it('lets hashed assets be kept for good', async () => {
    const answer = await face.get('/assets/main-1a2b.js');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it.each([
    '/assets/../secret.txt',
    '/assets/%2e%2e/secret.txt',
    '/secret.txt',
    '/assets/none.js',
    '/o',
    '/api/v1/none',
  ])('has nothing at %s', async (url) => {
    const answer = await face.get(url);
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toContain('not to be served');
    expect(answer.headers['cache-control'] ?? '').not.toContain('immutable');
  });

  it('says how to build it where there is no build', async () => {
    const bare = await startFace(source);
    await registerWeb(bare.app, { root: join(root, 'assets') });
    const answer = await bare.get('/');
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'not_found', detail: expect.stringContaining('npm start') });
    await bare.stop();
  });
});
