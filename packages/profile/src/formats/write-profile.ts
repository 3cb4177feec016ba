import type { Profile } from '../profile.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import { chooseColumn } from './choose-column.ts';
import { FILE_FORMATS, type FileFormatName } from './formats.ts';

export interface WriteChoice {
  /** By default the one of `chooseColumn`. */
  readonly column?: number;
  /** Shown as the name of the profile where a format has a place for it. */
  readonly title?: string;
}

/**
 * A profile as a file of the format.
 * @throws ProfileFormatError `not_writable` when the format is only read, or has no way to say what the profile says
 */
export function writeProfile(profile: Profile, format: FileFormatName, choice: WriteChoice = {}): Uint8Array {
  const { title, write } = FILE_FORMATS[format];
  if (write === undefined) throw new ProfileFormatError('not_writable', `${title} is read and not written`);
  if (profile.types.length === 0) throw new ProfileFormatError('not_writable', 'the profile has no values');
  return write(profile, { column: choice.column ?? chooseColumn(profile), title: choice.title ?? 'profile' });
}
