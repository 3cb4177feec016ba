import type { CaptureFile, CaptureRequest, LatestCaptures } from '../../../capture/captures.ts';
import type { HostState } from '../../../capture/host-state.ts';
import type { Capture, CaptureState } from '../../../catalog/captures/capture.ts';
import type { CaptureId, PipelineId } from '../../../catalog/ids.ts';
import type { Pipeline } from '../../../catalog/pipelines/pipeline.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import type { FelderaCaptures } from '../feldera-face-deps.ts';

/** What a request comes to: what is refused, or the state in which the capture is 600 ms later. */
export type Outcome = CaptureState | HearthError;

/** Captures in memory, in whatever state a test wants them. */
export class FakeCaptures implements FelderaCaptures {
  latestOf: LatestCaptures = { running: undefined, last: undefined, lastGood: undefined };
  hostStates: readonly HostState['state'][] = ['connected'];
  outcome: Outcome = 'recording';
  fileOf: CaptureFile | HearthError = { bytes: new Uint8Array(), startMs: 0 };
  readonly requests: { readonly pipeline: string; readonly ordinal: number; readonly request: CaptureRequest }[] = [];
  readonly waits: number[] = [];
  /** What agents were told of the number of their pipeline's hosts. */
  readonly told: number[] = [];
  readonly #remove: (id: PipelineId) => Promise<void>;

  constructor(remove: (id: PipelineId) => Promise<void>) {
    this.#remove = remove;
  }

  async request(pipeline: Pipeline, ordinal: number, request: CaptureRequest): Promise<Capture> {
    this.requests.push({ pipeline: pipeline.name, ordinal, request });
    if (this.outcome instanceof HearthError) throw this.outcome;
    return captureIn('requested');
  }

  async settle(_id: CaptureId, until: (capture: Capture) => boolean, timeoutMs: number): Promise<Capture> {
    this.waits.push(timeoutMs);
    const capture = captureIn(this.outcome instanceof HearthError ? 'requested' : this.outcome);
    until(capture);
    return capture;
  }

  async latest(): Promise<LatestCaptures> {
    return this.latestOf;
  }

  async file(): Promise<CaptureFile> {
    if (this.fileOf instanceof HearthError) throw this.fileOf;
    return this.fileOf;
  }

  hostsChanged({ hosts }: Pipeline): void {
    this.told.push(hosts);
  }

  async removePipeline(id: PipelineId): Promise<void> {
    await this.#remove(id);
  }

  hosts({ hosts }: Pipeline): readonly HostState[] {
    return Array.from({ length: hosts }, (_, ordinal) => ({
      ordinal,
      state: this.hostStates[ordinal] ?? 'gone',
      recorders: [],
      ...(ordinal === 0 ? { lastSeenMs: 1_000 } : {}),
    }));
  }
}

/** A capture in a state, with whatever else matters to a test. */
export const captureIn = (state: CaptureState, fields: Partial<Capture> = {}): Capture => ({
  id: 'c0ffee00c0ffee00c0ffee00c0ffee00' as CaptureId,
  organizationId: 1 as Capture['organizationId'],
  projectId: 1 as Capture['projectId'],
  pipelineId: 1 as Capture['pipelineId'],
  pipelineName: 'p',
  ordinal: 0,
  durationSeconds: 30,
  rateHz: 1_000,
  state,
  requestedBy: 'me',
  requestedMs: 0,
  recordingMs: undefined,
  expectedMs: 0,
  endedMs: undefined,
  cause: undefined,
  causeCode: undefined,
  detail: undefined,
  recorder: undefined,
  bytes: undefined,
  sha256: undefined,
  symbolicated: undefined,
  warnings: [],
  profileId: undefined,
  pinned: false,
  ...fields,
});
