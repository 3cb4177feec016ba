import type { CaptureId, OrganizationId, PipelineId, ProjectId } from '../ids.ts';

/** In the order in which a capture passes through them, then the ends. */
export const captureStates = [
  'requested',
  'accepted',
  'recording',
  'writing',
  'uploading',
  'done',
  'failed',
  'cancelled',
  'lost',
] as const;

/**
 * `failed`: the agent said that there will be no file, or the store refuses it. `lost`: nobody heard what became of it;
 * when its agent comes back with the file it is `done` after all.
 */
export type CaptureState = (typeof captureStates)[number];

export const endStates = ['done', 'failed', 'cancelled', 'lost'] as const satisfies readonly CaptureState[];

export const isEnded = (state: CaptureState): boolean => (endStates as readonly CaptureState[]).includes(state);

/** One recording of one host, asked for by somebody. */
export interface Capture {
  readonly id: CaptureId;
  readonly organizationId: OrganizationId;
  readonly projectId: ProjectId;
  readonly pipelineId: PipelineId;
  /** The pipeline's name when it was asked for. */
  readonly pipelineName: string;
  readonly ordinal: number;
  readonly durationSeconds: number;
  readonly rateHz: number;
  readonly state: CaptureState;
  /** Who asked, in words for people, e.g. `token 7 (ci)`. */
  readonly requestedBy: string;
  readonly requestedMs: number;
  /** When samples begin, as the server saw it; undefined before. */
  readonly recordingMs: number | undefined;
  /** When the recording should be over; later than asked for at first, when the recorder took its time to begin. */
  readonly expectedMs: number;
  /** undefined while it runs. */
  readonly endedMs: number | undefined;
  /** One sentence: why there is no file. Of `failed`, `cancelled` and `lost`. */
  readonly cause: string | undefined;
  /** A stable word for it: one of the agent's failure codes, or the code of an error of the server. */
  readonly causeCode: string | undefined;
  /** Verbatim output of the recorder that goes with the cause. */
  readonly detail: string | undefined;
  /** `samply`, `perf`. */
  readonly recorder: string | undefined;
  /** Of the file, as the agent announced it. */
  readonly bytes: number | undefined;
  /** 64 hex digits. */
  readonly sha256: string | undefined;
  readonly symbolicated: boolean | undefined;
  /** What the agent says about its file, one sentence each. */
  readonly warnings: readonly string[];
  /** Of `done`: the profile in the store. */
  readonly profileId: string | undefined;
  /** Its file is kept beyond the project's retention. */
  readonly pinned: boolean;
}

/** One change of state. */
export interface CaptureStep {
  readonly atMs: number;
  readonly state: CaptureState;
  /** `agent of host 3`, `server`, or who asked. */
  readonly who: string;
  /** One sentence; '' when the state says it all. */
  readonly why: string;
}

export interface CaptureQuestion {
  readonly pipelineId?: PipelineId | undefined;
  readonly ordinal?: number | undefined;
  readonly states?: readonly CaptureState[] | undefined;
  /** Only those before this one, in the order of the answer. */
  readonly before?: { readonly requestedMs: number; readonly id: CaptureId } | undefined;
  /** 1 to 1 000. */
  readonly limit: number;
}
