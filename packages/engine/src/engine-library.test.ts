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
