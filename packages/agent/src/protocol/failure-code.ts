/** Why a capture has no file. Stable words: the server turns them into its own errors. */
export const failureCodes = [
  /** Another capture is running on this agent. */
  'busy',
  /** The order itself makes no sense, e.g. a negative duration. */
  'bad_order',
  /** The order is beyond the agent's own limits. */
  'limit_exceeded',
  /** The files of earlier captures wait for delivery and fill the agent's share of the disk. */
  'spool_full',
  /** No process fits the target. */
  'target_missing',
  /** The target ended before anything was recorded. */
  'target_ended',
  /** Neither samply nor perf can be used here. */
  'no_recorder',
  /** The system forbids recording this process. */
  'not_permitted',
  /** Memory or file descriptors do not suffice for the target's threads. */
  'out_of_resources',
  'disk_full',
  /** The recorder ended with an error of its own. */
  'recorder_failed',
  /** The recorder was killed by a signal that the agent did not send. */
  'recorder_killed',
  /** The recorder's file is cut off or cannot be read. */
  'file_invalid',
  'file_too_large',
  /** The agent was stopped or died, and nothing usable was left. */
  'agent_restarted',
  /** The recorder did not end in time. */
  'timed_out',
] as const;

export type FailureCode = (typeof failureCodes)[number];
