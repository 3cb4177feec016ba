import type { Selectable } from 'kysely';
import type { CaptureRow } from '../schema.ts';
import type { Capture, CaptureState } from './capture.ts';

/** A capture with what only the capture room works with. */
export interface CaptureRecord extends Capture {
  /** Since when it is in its state. */
  readonly stateMs: number;
  /** Installation of the agent that took the order. */
  readonly instance: string | undefined;
  /** JSON: what the agent said about its file. */
  readonly upload: string | undefined;
  /** Since when the whole file lies in the spool, checked and synced. */
  readonly spooledMs: number | undefined;
}

/** What a change may write; undefined leaves a thing as it is. */
export interface CaptureChanges {
  readonly state?: CaptureState | undefined;
  readonly recordingMs?: number | undefined;
  readonly expectedMs?: number | undefined;
  readonly endedMs?: number | undefined;
  readonly cause?: string | undefined;
  readonly causeCode?: string | undefined;
  readonly detail?: string | undefined;
  readonly instance?: string | undefined;
  readonly recorder?: string | undefined;
  readonly bytes?: number | undefined;
  readonly sha256?: string | undefined;
  readonly upload?: string | undefined;
  readonly spooledMs?: number | undefined;
  readonly profileId?: string | undefined;
}

/** Fields of the agent's announcement that are shown. */
interface UploadWords {
  readonly symbolicated?: boolean;
  readonly warnings?: readonly string[];
}

export function captureOfRow(row: Selectable<CaptureRow>): CaptureRecord {
  const words: UploadWords = row.upload === null ? {} : (JSON.parse(row.upload) as UploadWords);
  return {
    id: row.id,
    organizationId: row.organization_id,
    projectId: row.project_id,
    pipelineId: row.pipeline_id,
    pipelineName: row.pipeline_name,
    ordinal: row.ordinal,
    durationSeconds: row.duration_seconds,
    rateHz: row.rate_hz,
    state: row.state,
    requestedBy: row.requested_by,
    requestedMs: row.requested_ms,
    recordingMs: row.recording_ms ?? undefined,
    expectedMs: row.expected_ms,
    endedMs: row.ended_ms ?? undefined,
    cause: row.cause ?? undefined,
    causeCode: row.cause_code ?? undefined,
    detail: row.detail ?? undefined,
    recorder: row.recorder ?? undefined,
    bytes: row.bytes ?? undefined,
    sha256: row.sha256 ?? undefined,
    symbolicated: words.symbolicated,
    warnings: words.warnings ?? [],
    profileId: row.profile_id ?? undefined,
    pinned: row.pinned_ms !== null,
    stateMs: row.state_ms,
    instance: row.instance ?? undefined,
    upload: row.upload ?? undefined,
    spooledMs: row.spooled_ms ?? undefined,
  };
}
