import type { Profile } from '../profile.ts';
import type { ProfileFormatError } from '../profile-format-error.ts';
import type { OtlpAttributes } from './key-values.ts';

/** The instrumentation scope: the profiler. */
export interface OtlpScope {
  readonly name: string;
  readonly version: string;
}

/** A recording in a profiler's own format, sent along or instead of samples. */
export interface OtlpPayload {
  /** As the profiler names it: `jfr`, `pprof`, ... */
  readonly format: string;
  readonly bytes: Uint8Array;
}

/** One profile of a request with what it belongs to. It has one type. */
export interface OtlpProfile {
  /** Shared by the profiles of a resource. */
  readonly resource: OtlpAttributes;
  readonly scope: OtlpScope;
  readonly attributes: OtlpAttributes;
  /** 32 hexadecimal digits; '' when there is none. */
  readonly profileId: string;
  readonly payload: OtlpPayload | undefined;
  readonly profile: Profile;
}

export interface RefusedOtlpProfile {
  /** Position among the profiles of the request. */
  readonly index: number;
  readonly error: ProfileFormatError;
}

/** What one request holds. Profiles that cannot be read stand beside those that can. */
export interface OtlpUpload {
  readonly profiles: readonly OtlpProfile[];
  readonly refused: readonly RefusedOtlpProfile[];
}
