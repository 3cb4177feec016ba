import { expect, it } from 'vitest';
import { languageOfRuntime } from './language-of-runtime.ts';

it.each([
  ['nodejs', 'javascript'],
  // As Sentry's SDKs name runtimes, and platforms where they name none.
  ['node', 'javascript'],
  ['javascript', 'javascript'],
  ['PyPy', 'python'],
  ['.NET Framework', 'dotnet'],
  ['rustc', 'rust'],
  ['CPython', 'python'],
  ['cpython', 'python'],
  ['jvm', 'java'],
  ['OpenJDK Runtime Environment', 'java'],
  ['go', 'go'],
  ['Zig', 'zig'],
])('%s runs %s', (runtime, language) => {
  expect(languageOfRuntime(runtime)).toBe(language);
});
