import { DEFAULT_PPROF_LIMITS, MAX_STACKS, type PprofLimits } from '../pprof/limits.ts';

/**
 * What one request of OTLP profiles may hold: what a pprof may, in its dictionary and all of its profiles together, and the following.
 * Past a limit of the dictionary the request is refused, past one of a profile that profile.
 */
export interface OtlpLimits extends PprofLimits {
  /** `too_many_profiles` */
  readonly profiles: number;
  /** attributes of one resource, and of one profile; `too_many_labels` */
  readonly resourceAttributes: number;
  /** of the dictionary's table; `too_many_labels` */
  readonly attributes: number;
  /** `too_many_links` */
  readonly links: number;
  /** entries of the dictionary's table of stacks; `too_many_stacks` */
  readonly stackEntries: number;
}

/** A node agent sends one for each process and kind of event: some hundreds on a crowded host. Each becomes a stored profile. */
export const MAX_OTLP_PROFILES = 4096;
/** Kubernetes' labels and annotations make some dozens. */
export const MAX_RESOURCE_ATTRIBUTES = 1024;
/** Threads, processors and labels of samples: some ten thousand on a crowded host. */
export const MAX_OTLP_ATTRIBUTES = 1_000_000;
/** A span for each of so many samples. */
export const MAX_OTLP_LINKS = 1_000_000;

export const DEFAULT_OTLP_LIMITS: OtlpLimits = {
  ...DEFAULT_PPROF_LIMITS,
  profiles: MAX_OTLP_PROFILES,
  resourceAttributes: MAX_RESOURCE_ATTRIBUTES,
  attributes: MAX_OTLP_ATTRIBUTES,
  links: MAX_OTLP_LINKS,
  stackEntries: MAX_STACKS,
};
