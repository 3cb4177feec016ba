import { type CaptureState, isEnded } from '../catalog/captures/capture.ts';
import type { CaptureChanges, CaptureRecord } from '../catalog/captures/capture-record.ts';
import { agentStates, type CaptureEvent } from './capture-event.ts';

/** What an event makes of a capture. A change with a new state is a step. */
export interface Transition {
  readonly changes: CaptureChanges;
  /** Of the step, when there is a new state. */
  readonly why: string;
}

const order: readonly CaptureState[] = ['requested', ...agentStates];

type Looked = Pick<CaptureRecord, 'state' | 'durationSeconds' | 'spooledMs' | 'endedMs'>;

/**
 * The state machine; undefined when the event changes nothing.
 *
 *     requested -> accepted -> recording -> writing -> uploading -> done
 *         └──────────┴────────────┴───────────┴───────────┴──> failed, cancelled, lost
 *                                     lost -> failed; lost, failed -> done, when the file comes after all
 *
 * It never goes back: what was said late or twice is ignored. Once the file is in the spool, only the store decides.
 */
export function nextState(capture: Looked, event: CaptureEvent, nowMs: number): Transition | undefined {
  const { state } = capture;
  const ended = isEnded(state);
  const isDelivered = capture.spooledMs !== undefined;
  const end = { endedMs: capture.endedMs ?? nowMs };
  switch (event.kind) {
    case 'progress': {
      if (ended || order.indexOf(event.state) <= order.indexOf(state)) return undefined;
      const begins = event.state === 'recording';
      const times = begins ? { recordingMs: nowMs, expectedMs: nowMs + capture.durationSeconds * 1_000 } : {};
      return { changes: { state: event.state, recorder: event.recorder, ...times }, why: '' };
    }
    case 'announced': {
      if (state === 'done' || state === 'cancelled' || isDelivered) return undefined;
      const { recorder, sizeBytes, sha256 } = event.upload;
      const words = { recorder, bytes: sizeBytes, sha256, upload: JSON.stringify(event.upload) };
      return { changes: ended || state === 'uploading' ? words : { ...words, state: 'uploading' }, why: '' };
    }
    case 'spooled':
      return state === 'done' || state === 'cancelled' || isDelivered
        ? undefined
        : { changes: { spooledMs: nowMs }, why: '' };
    case 'landed': {
      if (!isDelivered || state === 'done' || state === 'cancelled') return undefined;
      return {
        changes: { state: 'done', profileId: event.profileId, ...end },
        why: ended ? 'The file came after all.' : '',
      };
    }
    case 'failed': {
      if (event.byStore === true ? state === 'done' || state === 'failed' : isDelivered) return undefined;
      if (ended && state !== 'lost') return undefined;
      const { code, message, detail } = event;
      return { changes: { state: 'failed', cause: message, causeCode: code, detail, ...end }, why: message };
    }
    case 'cancelled': {
      if (ended || isDelivered) return undefined;
      return { changes: { state: 'cancelled', cause: event.why, causeCode: 'cancelled', ...end }, why: event.why };
    }
    case 'given-up': {
      if (ended || isDelivered) return undefined;
      return { changes: { state: 'lost', cause: event.why, causeCode: event.code, ...end }, why: event.why };
    }
  }
}
