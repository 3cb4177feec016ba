const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const MiB = 1024 * 1024;

/** What one capture may ask for and cost, and how long the server waits for each step of it. */
export interface CaptureLimits {
  /** Longest recording that anybody may ask for; an agent's own limit is usually lower. */
  readonly durationSeconds: number;
  readonly rateHz: number;
  /** Of one file as the agent sends it, gzip. */
  readonly fileBytes: number;
  /** All files on their way into the store together; agents wait when it is reached. */
  readonly spoolBytes: number;
  /** From the order to the agent's word that it took it. */
  readonly acceptMs: number;
  /** From there to the first sample. */
  readonly attachMs: number;
  /** Beyond the expected end of the recording, while the agent is connected. */
  readonly overdueMs: number;
  /** For the recorder's file, symbols and compression. */
  readonly writeMs: number;
  /** Between two pieces of the file. */
  readonly uploadMs: number;
  /** For an agent that is away to come back, from when it was last heard or from the expected end of its recording. */
  readonly awayMs: number;
  /** For the agent to confirm that it has stopped; then the capture counts as cancelled without its word. */
  readonly cancelMs: number;
}

/** A day: what is longer is continuous profiling, which has ways in of its own. Not configurable. */
export const MAX_CAPTURE_SECONDS = 86_400;
/** Twenty times what agents allow by default; also what the agent's command line takes at most. */
export const MAX_CAPTURE_RATE_HZ = 100_000;
/** What samply does by itself; costs its target 2 to 3 %. */
export const DEFAULT_CAPTURE_RATE_HZ = 1_000;
/** An hour of two busy CPUs makes 20 MB. Half of this fits into the store's queue beside other uploads. */
export const MAX_CAPTURE_FILE_BYTES = 96 * MiB;
/** A hundred hosts that are captured at once, while the store is away. */
export const MAX_CAPTURE_SPOOL_BYTES = 2_048 * MiB;
/** The agent answers at once; this is a link on a bad line. */
export const CAPTURE_ACCEPT_MS = 15 * SECOND_MS;
/** The agent gives its recorder 60 s, and looks for symbols of many threads before. */
export const CAPTURE_ATTACH_MS = 90 * SECOND_MS;
/** The agent's clock and timers run a little otherwise. */
export const CAPTURE_OVERDUE_MS = 60 * SECOND_MS;
/** The agent gives its recorder 10 minutes, and symbols of a large program take some more. */
export const CAPTURE_WRITE_MS = 20 * MINUTE_MS;
/** The agent dials again after a minute without an answer. */
export const CAPTURE_UPLOAD_MS = 5 * MINUTE_MS;
/** Agents dial at least every 30 s. */
export const CAPTURE_AWAY_MS = MINUTE_MS;
/** The agent gives its recorder 10 s to end. */
export const CAPTURE_CANCEL_MS = 12 * SECOND_MS;

export const DEFAULT_CAPTURE_LIMITS: CaptureLimits = {
  durationSeconds: MAX_CAPTURE_SECONDS,
  rateHz: MAX_CAPTURE_RATE_HZ,
  fileBytes: MAX_CAPTURE_FILE_BYTES,
  spoolBytes: MAX_CAPTURE_SPOOL_BYTES,
  acceptMs: CAPTURE_ACCEPT_MS,
  attachMs: CAPTURE_ATTACH_MS,
  overdueMs: CAPTURE_OVERDUE_MS,
  writeMs: CAPTURE_WRITE_MS,
  uploadMs: CAPTURE_UPLOAD_MS,
  awayMs: CAPTURE_AWAY_MS,
  cancelMs: CAPTURE_CANCEL_MS,
};
