import type { FileFormat } from '../formats/file-format.ts';
import { DEFAULT_IMPORT_LIMITS } from '../formats/import-limits.ts';
import { readCpuprofile } from './read-cpuprofile.ts';

/** What V8's CPU profiler writes: `node --cpu-prof`, Chrome's developer tools, Deno, Bun. */
export const cpuprofileFormat: FileFormat = {
  title: "V8's .cpuprofile",
  extensions: ['.cpuprofile'],
  contentType: 'application/json',
  matches: (outline) =>
    outline.kind === 'json-object' &&
    outline.keys.has('nodes') &&
    !outline.keys.has('meta') &&
    !outline.keys.has('profiles'),
  read: (bytes, { stackNodes = DEFAULT_IMPORT_LIMITS.stacks }) =>
    readCpuprofile(bytes, { ...DEFAULT_IMPORT_LIMITS, stacks: Math.min(stackNodes, DEFAULT_IMPORT_LIMITS.stacks) }),
};
