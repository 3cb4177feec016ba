import type {
  CutValues,
  FileFormatName,
  JsonDocument,
  KeptDocumentKind,
  KeptItem,
  MergedTree,
  ProfileHeader,
  ShownThreads,
  ThreadWindow,
  ValueType,
} from '@hearth/profile';
import type { Original } from '../../store/upload.ts';
import type { TracedReader } from '../spans/traced-reader.ts';

/** Which profile of an upload. */
export interface StoredChoice {
  /** Its place in the upload. */
  readonly index: number;
  /** Unix milliseconds. */
  readonly startMs: number;
  /** Canonical name of a type; the likeliest when absent. */
  readonly type?: string | undefined;
}

export interface FileChoice extends StoredChoice {
  readonly format: FileFormatName;
  /** Shown as the name of the profile, where a format has a place for it. */
  readonly title: string;
}

export interface ThreadsChoice extends StoredChoice {
  readonly window: ThreadWindow;
}

/** A merged selection. */
export interface MergedStacks {
  /** Perhaps cut: what was cut becomes frames called `other`. */
  readonly tree: MergedTree<CutValues>;
  readonly type: ValueType;
  readonly header: ProfileHeader;
}

/** `json` is undefined when there is nothing to show. */
export type WrittenDocument =
  | { readonly isReadable: true; readonly json: JsonDocument | undefined }
  | { readonly isReadable: false };

/**
 * Reads originals again to show them as they are: what knows the protocols does it, off the event loop when it is much. All throw
 * HearthError: `not_decoded` when no decoder reads the profile, `invalid_request` for a type that it does not have or a format that
 * cannot say it, `profile_limit`, `overloaded`.
 */
export interface StoredReader extends TracedReader {
  writeStored(original: Original, choice: FileChoice): Promise<Uint8Array>;
  threadsOfStored(original: Original, choice: ThreadsChoice): Promise<ShownThreads>;
  /** A profile that is no upload as a file. */
  writeMerged(merged: MergedStacks, choice: Pick<FileChoice, 'format' | 'title'>): Promise<Uint8Array>;
  /** What `keptDocument` of `@hearth/profile` makes of items, always off the event loop: for those that are many bytes. */
  writeKept(items: readonly KeptItem[], kind: KeptDocumentKind): Promise<WrittenDocument>;
}

const nobody = (): Promise<never> => Promise.reject(new Error('There are no decoders here.'));

/** Of a server without decoders: for tests of what does not need them. */
export const noStoredReader: StoredReader = {
  writeStored: nobody,
  threadsOfStored: nobody,
  writeMerged: nobody,
  writeKept: nobody,
  tracedValues: nobody,
  spanValues: nobody,
};
