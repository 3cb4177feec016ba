import {
  canonicalType,
  DEFAULT_PPROF_LIMITS,
  decodePprof,
  type Profile,
  ProfileFormatError,
  type TypeHint,
} from '@hearth/profile';
import { HearthError } from '../errors/hearth-error.ts';
import { codeOfFormatError } from './code-of-format-error.ts';
import type { IngestLimits } from './limits.ts';

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

/** A type is not renamed to what another one is called already: `cpu-time` beside `cpu` keeps its name. */
function withCanonicalTypes(profile: Profile, hint: TypeHint | undefined): Profile {
  const taken = new Set(profile.types.map(({ type }) => type));
  const types = profile.types.map((sent) => {
    const canonical = canonicalType(sent.type, sent.unit, hint);
    if (canonical.type !== sent.type && taken.has(canonical.type)) return sent;
    taken.add(canonical.type);
    return canonical;
  });
  return { ...profile, types };
}
