import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SiteFiles } from './site-files.ts';

describe('SiteFiles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-site-'));
  const files = new SiteFiles(folder);
  writeFileSync(join(folder, 'app-1a.js'), 'plain');
  writeFileSync(join(folder, 'app-1a.js.br'), 'brotli');
  writeFileSync(join(folder, 'app-1a.js.gz'), 'gzip');
  writeFileSync(join(folder, 'icon.svg'), '<svg/>');
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['gzip, deflate, br, zstd', 'brotli', 'br'],
    ['gzip', 'gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip', 'gzip'],
    ['GZIP', 'gzip', 'gzip'],
    ['brotli', 'plain', undefined],
    ['*', 'plain', undefined],
    ['', 'plain', undefined],
    [undefined, 'plain', undefined],
  ])('sends to who takes %j the %s file', async (accepted, body, encoding) => {
    const found = await files.find('app-1a.js', accepted);
    expect(found?.body.toString()).toBe(body);
    expect(found).toMatchObject({ type: 'text/javascript; charset=utf-8', encoding });
  });

  it('sends what was not compressed as it is', async () => {
    expect(await files.find('icon.svg', 'br, gzip')).toMatchObject({ type: 'image/svg+xml', encoding: undefined });
  });

  it('finds what a later build brings, and keeps what it has read', async () => {
    expect(await files.find('new-2b.css', undefined)).toBeUndefined();
    writeFileSync(join(folder, 'new-2b.css'), 'a{}');
    expect((await files.find('new-2b.css', undefined))?.type).toBe('text/css; charset=utf-8');
    rmSync(join(folder, 'new-2b.css'));
    expect((await files.find('new-2b.css', undefined))?.body.toString()).toBe('a{}');
  });

  it.each(['../secret', '..', '.hidden', 'a/b.js', 'a\\b.js', '', 'a\0.js'])('has nothing called %j', async (name) => {
    expect(await files.find(name, undefined)).toBeUndefined();
  });
});
