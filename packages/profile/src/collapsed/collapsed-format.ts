import type { FileFormat } from '../formats/file-format.ts';
import { DEFAULT_IMPORT_LIMITS } from '../formats/import-limits.ts';
import { COLLAPSED_LINE, readCollapsed } from './read-collapsed.ts';
import { writeCollapsed } from './write-collapsed.ts';

/** What `stackcollapse-*`, inferno, py-spy and async-profiler write, and flame graph scripts read. */
export const collapsedFormat: FileFormat = {
  title: 'collapsed stacks',
  extensions: ['.collapsed', '.folded', '.collapsed.txt', '.folded.txt'],
  contentType: 'text/plain; charset=utf-8',
  matches: (outline) => outline.kind === 'text' && outline.lines.every((line) => COLLAPSED_LINE.test(line)),
  read: (bytes, { stackNodes = DEFAULT_IMPORT_LIMITS.stacks }) =>
    readCollapsed(bytes, { ...DEFAULT_IMPORT_LIMITS, stacks: Math.min(stackNodes, DEFAULT_IMPORT_LIMITS.stacks) }),
  write: (profile, { column }) => new TextEncoder().encode(writeCollapsed(profile, column)),
};
