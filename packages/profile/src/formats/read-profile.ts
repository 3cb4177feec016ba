import type { Profile } from '../profile.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import type { ReadOptions } from './file-format.ts';
import { FILE_FORMATS, type FileFormatName, READABLE_FORMATS } from './formats.ts';
import { recogniseFormat } from './recognise-format.ts';

/** A profile with the format that it was in. Types are named as the format names them. */
export interface ReadProfile {
  readonly format: FileFormatName;
  readonly profile: Profile;
}

/**
 * Reads inflated content in whichever format it is.
 * @throws ProfileFormatError `unknown_format`, or what the format's own reader says
 */
export function readProfile(bytes: Uint8Array, options: ReadOptions = {}): ReadProfile {
  const format = recogniseFormat(bytes);
  const read = format === undefined ? undefined : FILE_FORMATS[format].read;
  if (format === undefined || read === undefined) {
    const known = READABLE_FORMATS.map((name) => FILE_FORMATS[name].title).join(', ');
    throw new ProfileFormatError('unknown_format', `the content is in none of the formats that are read: ${known}`);
  }
  return { format, profile: read(bytes, options) };
}
