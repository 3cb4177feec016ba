import type { HelloMessage, RecorderFacts, TargetState } from '@hearth/agent/protocol';

/** One host of a pipeline, as the server knows it now. */
export interface HostState {
  readonly ordinal: number;
  /**
   * `connected`: its agent can be told to record. `stale`: the link broke or fell silent a moment ago, and its place is
   * kept for the same agent. `gone`: nothing was heard for 15 seconds, or never since the server started.
   */
  readonly state: 'connected' | 'stale' | 'gone';
  /** Of the agent's installation: 32 hex digits. Absent when none was seen since the server started. */
  readonly instance?: string;
  readonly agentVersion?: string;
  /** Name, system, processors, and what it permits. */
  readonly host?: HelloMessage['host'];
  readonly recorders: readonly RecorderFacts[];
  /** What would be recorded now. */
  readonly target?: TargetState;
  readonly limits?: HelloMessage['limits'];
  /** Unix milliseconds. */
  readonly lastSeenMs?: number;
}
