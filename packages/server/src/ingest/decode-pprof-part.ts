import {
  canonicalType,
  DEFAULT_PPROF_LIMITS,
  decodePprof,
  type Profile,
  ProfileFormatError,
  type TypeHint,
} from '@hearth/profile';
import type { ErrorCode } from '../errors/catalogue.ts';
import { HearthError } from '../errors/hearth-error.ts';
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
    throw new HearthError(errorCodeOf(error), { message: `${name}: ${error.message} (${error.code}).`, cause: error });
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

function errorCodeOf(error: ProfileFormatError): ErrorCode {
  switch (error.code) {
    case 'value_out_of_range':
    case 'sum_out_of_range':
      return 'value_out_of_range';
    case 'string_too_long':
    case 'strings_too_big':
    case 'too_many_strings':
    case 'too_many_types':
    case 'too_many_functions':
    case 'too_many_mappings':
    case 'too_many_locations':
    case 'too_many_frames':
    case 'too_many_stacks':
    case 'too_many_samples':
    case 'too_many_values':
    case 'too_many_labels':
    case 'too_many_comments':
    case 'too_deep':
      return 'profile_limit';
    case 'not_pprof':
    case 'truncated':
    case 'bad_varint':
    case 'bad_wire_type':
    case 'index_out_of_range':
    case 'unknown_id':
    case 'duplicate_id':
    case 'value_count_mismatch':
    case 'missing_types':
    case 'invalid_utf8':
    case 'bad_text':
    case 'not_envelope':
    case 'bad_envelope_item':
    case 'header_too_big':
    case 'too_many_items':
      return 'invalid_profile';
  }
}
