import type { Capture, CaptureQuestion, CaptureStep } from '../catalog/captures/capture.ts';
import type { CaptureId } from '../catalog/ids.ts';
import type { Pipeline } from '../catalog/pipelines/pipeline.ts';
import type { Reach } from '../catalog/reach.ts';
import type { HostState } from './host-state.ts';

export interface CaptureRequest {
  /** 0 and more; the agent has a longest one. */
  readonly durationSeconds: number;
  /** Samples per second of CPU time; 1 000 when absent. */
  readonly rateHz?: number | undefined;
  /** Who asks, in words for people. Holds no secret. */
  readonly who: string;
}

/** What a host has of captures, now and before. Cancelled ones count for nothing here. */
export interface LatestCaptures {
  readonly running: Capture | undefined;
  /** The newest that ended, however it ended. */
  readonly last: Capture | undefined;
  /** The newest that is done. */
  readonly lastGood: Capture | undefined;
}

/** The file of a capture, byte for byte as its recorder's agent made it: gzip of Firefox Profiler's processed format. */
export interface CaptureFile {
  readonly bytes: Uint8Array;
  /** Unix milliseconds: when the recording began. */
  readonly startMs: number;
}

/** How far a running capture is: never stored, so absent after a restart until the agent says it again. */
export interface CaptureProgress {
  /** Of the recording. */
  readonly secondsLeft?: number | undefined;
  readonly uploadedBytes?: number | undefined;
}

/** Captures of the hosts of pipelines. */
export interface Captures {
  /**
   * Starts one. Of two calls at once exactly one goes through.
   *
   * @throws HearthError `invalid_ordinal` (no such host), `invalid_request` (a duration or rate that makes no sense or is
   * beyond what the agent allows), `capture_in_progress`, `host_unavailable` (no agent is there), `disk_full`
   */
  request(pipeline: Pipeline, ordinal: number, request: CaptureRequest): Promise<Capture>;

  /**
   * Resolves when the condition holds or the time is over, with the capture as it then is. A POST of Feldera's waits
   * 600 ms for an end: `settle(capture.id, isEnded-like condition, 600)`.
   */
  settle(id: CaptureId, until: (capture: Capture) => boolean, timeoutMs: number): Promise<Capture>;

  /** @throws HearthError `invalid_ordinal` */
  latest(pipeline: Pipeline, ordinal: number): Promise<LatestCaptures>;

  /** undefined alike for one that does not exist and one out of reach. */
  find(id: string, reach: Reach): Promise<Capture | undefined>;

  /** Newest first by (requested, id). */
  list(question: CaptureQuestion, reach: Reach): Promise<readonly Capture[]>;

  /** In the order in which they happened. */
  steps(id: CaptureId): Promise<readonly CaptureStep[]>;

  progress(id: CaptureId): CaptureProgress;

  /** Ends a running one and throws away what it recorded. Does nothing to one that has ended. */
  cancel(id: CaptureId, who: string): Promise<Capture>;

  pin(id: CaptureId, pinned: boolean): Promise<Capture>;

  /**
   * @throws HearthError `capture_without_file` (it runs, or ended without one), `original_expired`, `engine_unavailable`
   */
  file(capture: Capture): Promise<CaptureFile>;

  /** All hosts of a pipeline, 0 to hosts - 1. */
  hosts(pipeline: Pipeline): readonly HostState[];
}
