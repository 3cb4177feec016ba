import { expect, test } from 'vitest';
import { engineCommandLine, fromWords, toWords } from './child-arguments.ts';
import { enginePaths } from './engine-paths.ts';

const paths = enginePaths("relative dir/with 'all' & ünï");

test('the child reads what the parent wrote', () => {
  const told = {
    parentPid: 12,
    libraryPath: '/lib/a b.so',
    lockFile: paths.lockFile,
    commandLine: engineCommandLine(paths),
  };
  expect(fromWords(toWords(told))).toEqual(told);
  expect(() => fromWords([])).toThrow(/startEngine/u);
});

test('every path given to the engine is absolute, each in one word', () => {
  expect(Object.values(paths).every((path) => path.startsWith('/'))).toBe(true);
  const words = engineCommandLine(paths);
  expect(words).toContain(`--path=${paths.engineDir}`);
  expect(words).toContain(`--config-file=${paths.configFile}`);
});
