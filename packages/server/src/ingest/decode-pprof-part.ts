import { DEFAULT_PPROF_LIMITS, decodePprof, type Profile, ProfileFormatError, type TypeHint } from '@hearth/profile';
import { HearthError } from '../errors/hearth-error.ts';
import { codeOfFormatError } from './code-of-format-error.ts';
import type { IngestLimits } from './limits.ts';
import { withCanonicalTypes } from './with-canonical-types.ts';

export interface PprofPartOptions {
  /** Of the attachment, for messages. */
  readonly name: string;
  readonly limits: IngestLimits;
  readonly hint?: TypeHint | undefined;
}

/**
 * Decodes one inflated pprof and gives its types their canonical names.
 *
 * @throws HearthError `invalid_profile`, `value_out_of_range`, `profile_limit`
 */
export function decodePprofPart(bytes: Uint8Array, { name, limits, hint }: PprofPartOptions): Profile {
  try {
    return withCanonicalTypes(decodePprof(bytes, { ...DEFAULT_PPROF_LIMITS, stacks: limits.stackNodes }), hint);
  } catch (error) {
    if (!(error instanceof ProfileFormatError)) throw error;
    throw new HearthError(codeOfFormatError(error), {
      message: `${name}: ${error.message} (${error.code}).`,
      cause: error,
    });
  }
}
