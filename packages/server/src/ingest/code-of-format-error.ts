import type { ProfileFormatError } from '@hearth/profile';
import type { ErrorCode } from '../errors/catalogue.ts';

/** Which of our own errors says why a profile was refused. */
export function codeOfFormatError(error: ProfileFormatError): ErrorCode {
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
    case 'too_many_threads':
    case 'too_many_links':
    case 'too_many_profiles':
      return 'profile_limit';
    case 'unsupported_version':
    case 'unknown_format':
      return 'unsupported_format';
    case 'not_pprof':
    case 'not_otlp':
    case 'bad_id':
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
    case 'bad_json':
    case 'not_firefox_profile':
    case 'missing_column':
    case 'bad_line':
    case 'bad_events':
    case 'not_writable':
      return 'invalid_profile';
  }
}
