/** Why a profile was refused. Stable: stored with drops and shown to users. */
export type ProfileFormatErrorCode =
  | 'not_pprof'
  | 'truncated'
  | 'bad_varint'
  | 'bad_wire_type'
  | 'index_out_of_range'
  | 'unknown_id'
  | 'duplicate_id'
  | 'value_out_of_range'
  | 'value_count_mismatch'
  | 'sum_out_of_range'
  | 'missing_types'
  | 'invalid_utf8'
  | 'string_too_long'
  | 'strings_too_big'
  | 'too_many_strings'
  | 'too_many_types'
  | 'too_many_functions'
  | 'too_many_mappings'
  | 'too_many_locations'
  | 'too_many_frames'
  | 'too_many_stacks'
  | 'too_many_samples'
  | 'too_many_values'
  | 'too_many_labels'
  | 'too_many_comments'
  | 'too_deep'
  | 'bad_text'
  | 'not_envelope'
  | 'bad_envelope_item'
  | 'header_too_big'
  | 'too_many_items'
  | 'bad_json'
  | 'not_firefox_profile'
  | 'unsupported_version'
  | 'missing_column'
  | 'too_many_threads'
  | 'unknown_format'
  | 'not_writable'
  | 'bad_line'
  | 'bad_events'
  | 'not_otlp'
  | 'bad_id'
  | 'too_many_links'
  | 'too_many_profiles';

/**
 * The only error that the decoders of this package throw. The message is neutral and names the place ("sample 12, byte 345"),
 * never content of the profile: names in a profile may be private.
 */
export class ProfileFormatError extends Error {
  readonly code: ProfileFormatErrorCode;

  constructor(code: ProfileFormatErrorCode, message: string) {
    super(message);
    this.name = 'ProfileFormatError';
    this.code = code;
  }
}
