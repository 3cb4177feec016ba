/** Why a profile was dropped, in Relay's vocabulary. Stable: stored with drops and shown to users. */
export type SentryDropReason =
  | 'profiling_failed_serialization'
  | 'profiling_exceed_size_limit'
  | 'profiling_invalid_base64_value'
  | 'profiling_invalid_json'
  | 'profiling_invalid_sampled_profile'
  | 'profiling_invalid_transaction_metadata'
  | 'profiling_invalid_profile_type'
  | 'profiling_malformed_samples'
  | 'profiling_malformed_stacks'
  | 'profiling_invalid_profile_metadata'
  | 'profiling_no_transaction_associated'
  | 'profiling_not_enough_samples'
  | 'profiling_platform_not_supported'
  | 'profiling_too_many_profiles'
  | 'profiling_duration_is_too_long'
  | 'profiling_duration_is_zero'
  | 'profiling_filtered'
  | 'invalid_build_id';

/** A profile or chunk that is not taken. The message is neutral and names the place, never content of the profile. */
export class SentryDropError extends Error {
  readonly reason: SentryDropReason;

  constructor(reason: SentryDropReason, message: string) {
    super(message);
    this.name = 'SentryDropError';
    this.reason = reason;
  }
}
