import type { RecorderFacts } from '../protocol/from-agent.ts';
import type { Recorder } from '../recorders/recorder.ts';
import type { TargetSelector } from '../target/target-selector.ts';
import type { AgentLimits } from './agent-limits.ts';
import type { CaptureRecord } from './capture-record.ts';
import type { CaptureStore } from './capture-store.ts';

/** What a capture needs of its agent. */
export interface CaptureContext {
  readonly store: CaptureStore;
  readonly selector: TargetSelector;
  readonly limits: AgentLimits;
  readonly pipeline: string;
  readonly ordinal: number;
  /** As the server said last. */
  readonly hosts: () => number;
  /** The smaller of the agent's own limit and the server's. */
  readonly maxFileBytes: () => number;
  readonly recorders: () => Promise<readonly { readonly recorder: Recorder; readonly facts: RecorderFacts }[]>;
  /** The record has a new state, or a second of the recording is over. Never waits for the server. */
  readonly changed: (record: CaptureRecord, secondsLeft?: number) => void;
}
