import type { Profile } from '../profile.ts';
import type { ContentOutline } from './content-outline.ts';

/** What whoever reads a file may set. */
export interface ReadOptions {
  /** Nodes of the tree of stacks; each format's own limit by default. */
  readonly stackNodes?: number;
}

/** What whoever writes a file must choose. */
export interface WriteOptions {
  /** Which of the profile's values is written, where a format has one value for a stack; what comes first in the others. */
  readonly column: number;
  /** What is shown as the name of the profile. */
  readonly title: string;
}

/** One format of files: what the dispatcher knows of it. */
export interface FileFormat {
  /** For people, e.g. `collapsed stacks`. */
  readonly title: string;
  /** Endings of file names that mean this format when it is written, with their dot; the first one is the usual. */
  readonly extensions: readonly string[];
  readonly contentType: string;
  /** Told by content, for formats that are read. Of all formats at most one may say yes. */
  readonly matches?: (outline: ContentOutline) => boolean;
  /** @throws ProfileFormatError and nothing else */
  readonly read?: (bytes: Uint8Array, options: ReadOptions) => Profile;
  /** @throws ProfileFormatError when the format has no way to say what the profile says */
  readonly write?: (profile: Profile, options: WriteOptions) => Uint8Array;
  /** Whether all values of a profile go into one file, not only those of one type. */
  readonly hasAllTypes?: boolean;
}
