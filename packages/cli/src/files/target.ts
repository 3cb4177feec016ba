import { gzipSync } from 'node:zlib';
import {
  columnOfType,
  FILE_FORMATS,
  type FileFormatName,
  formatOfFileName,
  type Profile,
  ProfileFormatError,
  READABLE_FORMATS,
  WRITABLE_FORMATS,
  writeProfile,
} from '@hearth/profile';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-code.ts';
import { printable } from '../output/printable.ts';

/** What a command writes, by its options. */
export interface TargetOptions {
  /** A path, or `-` for standard output. */
  readonly output: string;
  readonly format?: string | undefined;
  readonly type?: string | undefined;
  readonly title?: string | undefined;
  readonly gzip?: boolean | undefined;
}

/**
 * The format that was asked for, else the one that the name of the file means.
 * @throws CliError `unknown_format`
 */
export function targetFormat({ output, format }: TargetOptions): FileFormatName {
  const named = format ?? formatOfFileName(output);
  const found = WRITABLE_FORMATS.find((name) => name === named);
  if (found !== undefined) return found;
  const problem =
    named === undefined ? `${output} does not tell the format: name it` : `${named} is no format that is written`;
  throw new CliError(`${printable(problem)} (${WRITABLE_FORMATS.join(', ')})`, {
    exitCode: exitCodes.usage,
    code: 'unknown_format',
  });
}

/**
 * The bytes of a file in that format.
 * @throws CliError `unknown_type`, or what the format has no way to say
 */
export function contentOf(profile: Profile, format: FileFormatName, options: TargetOptions): Uint8Array {
  const { type, title, output, gzip = output.toLowerCase().endsWith('.gz') } = options;
  const column = type === undefined ? undefined : columnOfType(profile, type);
  if (type !== undefined && column === undefined) {
    const there = profile.types.map((one) => `${one.type}:${one.unit}`).join(', ') || 'none';
    throw new CliError(printable(`The profile has no type ${type}. It has ${there}.`), {
      exitCode: exitCodes.usage,
      code: 'unknown_type',
    });
  }
  try {
    const content = writeProfile(profile, format, {
      ...(column === undefined ? {} : { column }),
      ...(title === undefined ? {} : { title }),
    });
    return gzip ? gzipSync(content) : content;
  } catch (error) {
    if (!(error instanceof ProfileFormatError)) throw error;
    throw new CliError(`As ${FILE_FORMATS[format].title} it cannot be written: ${error.message}`, {
      exitCode: exitCodes.failure,
      code: error.code,
      cause: error,
    });
  }
}

/** Names of formats, for the help of commands. */
export const formatChoices: string = WRITABLE_FORMATS.join(', ');
export const readChoices: string = READABLE_FORMATS.join(', ');
