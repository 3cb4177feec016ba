import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeDataDir } from './make-data-dir.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'hearth-data-'));
  writeFileSync(join(directory, 'file'), '');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it('makes it for its owner alone, and takes one that is there', () => {
  const path = join(directory, 'a', 'b');
  makeDataDir(path);
  expect(statSync(path).mode & 0o777).toBe(0o700);
  makeDataDir(path);
});

it.runIf(process.platform === 'linux')('does not try for ever where nothing can be made', () => {
  for (const path of ['/proc', '/proc/hearth', '/proc/hearth/below/it']) {
    expect(() => makeDataDir(path)).toThrow(`The data directory ${path} cannot be used: `);
  }
});

it.each([
  ['file', 'it is not a directory'],
  ['file/below', 'a part of its path is not a directory'],
])('says what is wrong with %s, and what to do', (name, reason) => {
  expect(() => makeDataDir(join(directory, name))).toThrow(
    `The data directory ${join(directory, name)} cannot be used: ${reason}. Name another one with --data.`,
  );
});
