/** What this agent allows, whoever asks. The operator of the host sets it, not the server. */
export interface AgentLimits {
  readonly maxDurationSecs: number;
  readonly maxRateHz: number;
  readonly maxFileBytes: number;
  /** All captures that wait for delivery. */
  readonly maxSpoolBytes: number;
  /** Priority of what follows the recording: symbols, conversion, compression. 0 to 19. */
  readonly nice: number;
}

/** An hour: Feldera's console offers no more, and a file of this length is still one that a viewer opens. */
const MAX_DURATION_SECS = 3_600;
/** samply slows its target by 7 % at 4 000 a second; five times the usual rate is what somebody may want. */
const MAX_RATE_HZ = 5_000;
/** Far above what an hour of two busy CPUs makes (about 20 MB). */
const MAX_FILE_BYTES = 512 * 1024 * 1024;
/** A server that is away for a day should not fill the disk of a workload. */
const MAX_SPOOL_BYTES = 2 * 1024 * 1024 * 1024;
/** Half-way to the lowest priority: the workload goes first, and a file is finished all the same. */
const DEFAULT_NICE = 10;

export const defaultLimits: AgentLimits = {
  maxDurationSecs: MAX_DURATION_SECS,
  maxRateHz: MAX_RATE_HZ,
  maxFileBytes: MAX_FILE_BYTES,
  maxSpoolBytes: MAX_SPOOL_BYTES,
  nice: DEFAULT_NICE,
};
