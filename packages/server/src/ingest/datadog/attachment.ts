import type { TypeHint } from '@hearth/profile';

/**
 * What a file of an upload is, by its name. `timeline`: Node's list of events, which has no stacks and paths and hosts in its
 * labels; `other`: go.trace, metrics.json and what comes next. Both are kept in the original and read by nobody yet.
 */
export type AttachmentKind = 'pprof' | 'jfr' | 'timeline' | 'other';

export interface Attachment {
  /** File name, or the field's name when there is none. */
  readonly name: string;
  readonly kind: AttachmentKind;
  /** As sent, compressed or not. */
  readonly content: Uint8Array;
}

const EVENT_TIMELINE = /^events\.pprof/i;
const PPROF = /\.pprof(?:\.(?:gz|zst|lz4))?$/i;
const JFR = /\.jfr(?:\.(?:gz|zst|lz4))?$/i;

export function attachmentKindOf(name: string): AttachmentKind {
  if (EVENT_TIMELINE.test(name)) return 'timeline';
  if (PPROF.test(name)) return 'pprof';
  return JFR.test(name) ? 'jfr' : 'other';
}

/** Go's two lock profiles have the same types; the file's name tells (`mutex.pprof`, `delta-block.pprof`). */
export function lockHintOf(name: string): TypeHint | undefined {
  const match = /^(?:delta-)?(mutex|block)\./i.exec(name);
  return match === null ? undefined : (match[1]!.toLowerCase() as TypeHint);
}
