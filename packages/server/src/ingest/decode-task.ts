import {
  type FileFormatName,
  type KeptDocumentKind,
  type KeptItem,
  ProfileFormatError,
  profileOfMerged,
  withOthers,
  writeProfile,
} from '@hearth/profile';
import { HearthError } from '../errors/hearth-error.ts';
import type { FileChoice, MergedStacks, ThreadsChoice } from '../query/export/stored-reader.ts';
import type { TracedChoice } from '../query/spans/traced-reader.ts';
import type { Original } from '../store/upload.ts';
import { codeOfFormatError } from './code-of-format-error.ts';
import { inflate } from './inflate/inflate.ts';
import type { IngestLimits } from './limits.ts';
import { prepareUpload } from './registry.ts';
import { spanValues } from './stored/span-values.ts';
import { threadsOfStored } from './stored/threads-of-stored.ts';
import { tracedValues } from './stored/traced-values.ts';
import { writeKept } from './stored/write-kept.ts';
import { writeStored } from './stored/write-stored.ts';

/** What a decoder is asked for, here or on a worker thread. */
export type DecodeTask =
  | { readonly what: 'prepare'; readonly original: Original; readonly limits: IngestLimits }
  | { readonly what: 'inflate'; readonly body: Uint8Array; readonly maxBytes: number }
  | StoredTask
  | { readonly what: 'write-kept'; readonly items: readonly KeptItem[]; readonly kind: KeptDocumentKind }
  | {
      readonly what: 'write-merged';
      readonly merged: MergedStacks;
      readonly choice: { readonly format: FileFormatName; readonly title: string };
    };

export type StoredTask =
  | {
      readonly what: 'write-stored';
      readonly original: Original;
      readonly limits: IngestLimits;
      readonly choice: FileChoice;
    }
  | {
      readonly what: 'threads-of-stored';
      readonly original: Original;
      readonly limits: IngestLimits;
      readonly choice: ThreadsChoice;
    }
  | {
      readonly what: 'traced-values';
      readonly original: Original;
      readonly limits: IngestLimits;
      readonly choice: TracedChoice;
    }
  | {
      readonly what: 'span-values';
      readonly original: Original;
      readonly limits: IngestLimits;
      readonly choice: Omit<TracedChoice, 'ids'>;
    };

/** @throws HearthError and nothing else, whatever the bytes are */
export function performTask(task: DecodeTask): unknown {
  try {
    return perform(task);
  } catch (error) {
    if (!(error instanceof ProfileFormatError)) throw error;
    throw new HearthError(codeOf(error), { message: `${error.message} (${error.code}).`, cause: error });
  }
}

function perform(task: DecodeTask): unknown {
  switch (task.what) {
    case 'prepare':
      return prepareUpload(task.original, task.limits);
    case 'inflate':
      return inflate(task.body, { maxBytes: task.maxBytes, name: 'the body' });
    case 'write-stored':
      return writeStored(task.original, task.limits, task.choice);
    case 'threads-of-stored':
      return threadsOfStored(task.original, task.limits, task.choice);
    case 'traced-values':
      return tracedValues(task.original, task.limits, task.choice);
    case 'span-values':
      return spanValues(task.original, task.limits, task.choice);
    case 'write-kept':
      return writeKept(task.items, task.kind);
    case 'write-merged': {
      const { tree, type, header } = task.merged;
      const profile = profileOfMerged(withOthers(tree), type, header);
      return writeProfile(profile, task.choice.format, { title: task.choice.title });
    }
  }
}

/** Of a stored profile these are about what was asked, not about the upload. */
const codeOf = (error: ProfileFormatError): ReturnType<typeof codeOfFormatError> =>
  error.code === 'missing_types' || error.code === 'not_writable' ? 'invalid_request' : codeOfFormatError(error);
