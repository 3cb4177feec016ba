import { readFileSync } from 'node:fs';

const FOLDER = new URL('../../fixtures/files/', import.meta.url);

/** Files of common tools as they wrote them, by name; see `fixtures/README.md`. For tests only: uses Node. */
export const FILE_FIXTURE_NAMES = [
  'perf-inferno.collapsed.txt',
  'py-spy.collapsed.txt',
  'py-spy-threads.collapsed.txt',
  'py-spy.speedscope.json',
  'node.cpuprofile',
] as const;

export type FileFixtureName = (typeof FILE_FIXTURE_NAMES)[number];

export function readFileFixture(name: FileFixtureName): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, FOLDER)));
}
