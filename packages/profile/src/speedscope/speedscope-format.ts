import type { FileFormat } from '../formats/file-format.ts';
import { DEFAULT_IMPORT_LIMITS } from '../formats/import-limits.ts';
import { readSpeedscope } from './read-speedscope.ts';
import { writeSpeedscope } from './write-speedscope.ts';

/** What speedscope opens, and py-spy, rbspy, dotnet-trace and others write. */
export const speedscopeFormat: FileFormat = {
  title: 'speedscope',
  extensions: ['.speedscope.json', '.speedscope'],
  contentType: 'application/json',
  matches: (outline) =>
    outline.kind === 'json-object' &&
    outline.keys.has('profiles') &&
    outline.keys.has('shared') &&
    !outline.keys.has('meta'),
  read: (bytes, { stackNodes = DEFAULT_IMPORT_LIMITS.stacks }) =>
    readSpeedscope(bytes, { ...DEFAULT_IMPORT_LIMITS, stacks: Math.min(stackNodes, DEFAULT_IMPORT_LIMITS.stacks) }),
  write: (profile, { column, title }) => new TextEncoder().encode(writeSpeedscope(profile, { column, title })),
  hasAllTypes: true,
};
