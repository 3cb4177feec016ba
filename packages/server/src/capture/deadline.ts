import { isEnded } from '../catalog/captures/capture.ts';
import type { CaptureRecord } from '../catalog/captures/capture-record.ts';
import type { CaptureLimits } from './capture-limits.ts';

/** What is known of the agent that holds a capture. */
export interface HolderSight {
  readonly isConnected: boolean;
  /** Unix milliseconds; the server's start when it was not seen since. */
  readonly lastSeenMs: number;
  /** When a piece of the file came last. */
  readonly lastPieceMs?: number | undefined;
}

export interface Deadline {
  /** Unix milliseconds. */
  readonly atMs: number;
  /** Of the cause, when it passes. */
  readonly code: 'agent_away' | 'timed_out';
  readonly why: string;
}

type Waited = Pick<CaptureRecord, 'state' | 'stateMs' | 'expectedMs' | 'ordinal' | 'spooledMs'>;

/** Until when the server waits for the agent's next word; undefined when it waits for nothing. */
export function deadlineOf(capture: Waited, holder: HolderSight, limits: CaptureLimits): Deadline | undefined {
  const { state, stateMs, expectedMs, ordinal } = capture;
  // A file that is here waits for the store, for as long as that takes.
  if (isEnded(state) || capture.spooledMs !== undefined) return undefined;
  if (!holder.isConnected) {
    // It goes on recording while it is away, and then brings the file.
    const isBusy = state === 'accepted' || state === 'recording';
    const fromMs = isBusy ? Math.max(holder.lastSeenMs, expectedMs) : holder.lastSeenMs;
    const why = `The agent of host ${ordinal} went away while the capture was ${state}, and did not come back in time.`;
    return { atMs: fromMs + limits.awayMs, code: 'agent_away', why };
  }
  const late = (atMs: number, what: string): Deadline => ({
    atMs,
    code: 'timed_out',
    why: `The agent of host ${ordinal} ${what} in time.`,
  });
  switch (state) {
    case 'requested':
      return late(stateMs + limits.acceptMs, 'did not take the order');
    case 'accepted':
      return late(stateMs + limits.attachMs, 'did not begin to record');
    case 'recording':
      return late(expectedMs + limits.overdueMs, 'did not end the recording');
    case 'writing':
      return late(stateMs + limits.writeMs, 'did not finish the file');
    case 'uploading':
    case 'done':
    case 'failed':
    case 'cancelled':
    case 'lost':
      // Ends were looked at above.
      return late(Math.max(stateMs, holder.lastPieceMs ?? 0) + limits.uploadMs, 'did not deliver the file');
  }
}
