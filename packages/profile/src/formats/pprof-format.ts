import { decodePprof } from '../pprof/decode-pprof.ts';
import { encodePprof } from '../pprof/encode-pprof.ts';
import { DEFAULT_PPROF_LIMITS } from '../pprof/limits.ts';
import type { FileFormat } from './file-format.ts';

/** Anything that is neither text nor JSON is taken for a pprof, which has no magic bytes; its decoder says what is wrong. */
export const pprofFormat: FileFormat = {
  title: 'pprof',
  extensions: ['.pprof', '.pb', '.prof'],
  contentType: 'application/vnd.google.protobuf',
  matches: ({ kind }) => kind === 'binary',
  read: (bytes, { stackNodes = DEFAULT_PPROF_LIMITS.stacks }) =>
    decodePprof(bytes, { ...DEFAULT_PPROF_LIMITS, stacks: Math.min(stackNodes, DEFAULT_PPROF_LIMITS.stacks) }),
  write: encodePprof,
  hasAllTypes: true,
};
