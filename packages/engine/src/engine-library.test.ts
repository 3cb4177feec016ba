import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { engineLibrary } from './engine-library.ts';
import { EngineStartError } from './engine-start-error.ts';

test.each([
  ['win32', 'x64'],
  ['linux', 'riscv64'],
  ['freebsd', 'arm64'],
])('says in one sentence that %s-%s is not supported', (platform, arch) => {
  const attempt = (): string => engineLibrary(platform, arch);
  expect(attempt).toThrow(EngineStartError);
  expect(attempt).toThrow(new RegExp(`^The embedded engine runs on .* not on ${platform}-${arch}: [^.]*\\.$`, 'u'));
});

test('finds the library of this platform at the pinned version', async () => {
  const path = engineLibrary();
  expect(basename(path)).toBe('libchdb.so');
  const described: unknown = JSON.parse(await readFile(join(dirname(path), 'package.json'), 'utf8'));
  expect(described).toMatchObject({ version: '26.7.3-stable.1' });
});

test.runIf(process.platform === 'linux')('says how to get the library of a sibling platform', () => {
  expect(() => engineLibrary('darwin', 'arm64')).toThrow(
    'run "npm install --no-save @chdb/lib-darwin-arm64@26.7.3-stable.1"',
  );
});
