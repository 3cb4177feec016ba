import type { CaptureFile } from '../../../capture/capture-file.ts';
import type { CaptureRequest } from '../../../capture/capture-request.ts';
import type { CaptureProgress } from '../../../capture/captures.ts';
import type { HostState } from '../../../capture/host-state.ts';
import { type Capture, type CaptureQuestion, type CaptureStep, isEnded } from '../../../catalog/captures/capture.ts';
import type { Catalog } from '../../../catalog/catalog.ts';
import type { CaptureId, PipelineId } from '../../../catalog/ids.ts';
import type { Pipeline } from '../../../catalog/pipelines/pipeline.ts';
import type { Reach } from '../../../catalog/reach.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import type { CaptureDesk } from '../hearth-face-deps.ts';

/** Captures of a real catalog without agents: a test says which hosts are there, and how a capture goes on. */
export class FakeCaptures implements CaptureDesk {
  /** Hosts that are there, by ordinal; of every pipeline. */
  readonly present = new Map<number, Omit<HostState, 'ordinal' | 'state'>>();
  readonly removed: PipelineId[] = [];
  readonly told: Pipeline[] = [];
  progressNow: CaptureProgress = {};
  readonly #catalog: Catalog;
  readonly #files = new Map<CaptureId, Uint8Array>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  async request(pipeline: Pipeline, ordinal: number, request: CaptureRequest): Promise<Capture> {
    if (ordinal >= pipeline.hosts) throw new HearthError('invalid_ordinal');
    if (request.durationSeconds < 0) throw new HearthError('invalid_request');
    if (!this.present.has(ordinal)) throw new HearthError('host_unavailable');
    const { durationSeconds, rateHz = 1_000, who } = request;
    return this.#catalog.captures.create({
      pipeline,
      ordinal,
      durationSeconds,
      rateHz,
      requestedBy: who,
      instance: 'a'.repeat(32),
    });
  }

  /** The file of a capture has arrived. */
  async finish(id: CaptureId, bytes: Uint8Array): Promise<void> {
    this.#files.set(id, bytes);
    const endedMs = Date.now();
    const upload = JSON.stringify({ symbolicated: true, warnings: ['slow'] });
    const done = { state: 'done', endedMs, recorder: 'samply', bytes: bytes.length, upload, profileId: id } as const;
    await this.#catalog.captures.change(id, 'requested', done, { atMs: endedMs, who: 'agent of host 0', why: '' });
  }

  async fail(id: CaptureId, cause: string): Promise<void> {
    const endedMs = Date.now();
    const failed = { state: 'failed', endedMs, cause, causeCode: 'not_permitted', detail: 'EPERM' } as const;
    await this.#catalog.captures.change(id, 'requested', failed, { atMs: endedMs, who: 'server', why: cause });
  }

  async find(id: string, reach: Reach): Promise<Capture | undefined> {
    return this.#catalog.captures.find(id, reach);
  }

  async list(question: CaptureQuestion, reach: Reach): Promise<readonly Capture[]> {
    return this.#catalog.captures.list(question, reach);
  }

  async steps(id: CaptureId): Promise<readonly CaptureStep[]> {
    return this.#catalog.captures.steps(id);
  }

  progress(): CaptureProgress {
    return this.progressNow;
  }

  async cancel(id: CaptureId, who: string): Promise<Capture> {
    const capture = await this.#catalog.captures.get(id);
    if (capture === undefined) throw new HearthError('capture_not_found');
    if (isEnded(capture.state)) return capture;
    const endedMs = Date.now();
    const cancelled = { state: 'cancelled', endedMs, cause: `${who} cancelled it.` } as const;
    const step = { atMs: endedMs, who, why: '' };
    return (await this.#catalog.captures.change(id, capture.state, cancelled, step)) ?? capture;
  }

  async pin(id: CaptureId, pinned: boolean): Promise<Capture> {
    return this.#catalog.captures.pin(id, pinned);
  }

  async file({ id, requestedMs }: Capture): Promise<CaptureFile> {
    const bytes = this.#files.get(id);
    if (bytes === undefined) throw new HearthError('capture_without_file');
    return { bytes, startMs: requestedMs };
  }

  hosts({ hosts }: Pipeline): readonly HostState[] {
    return Array.from({ length: hosts }, (_, ordinal) => {
      const present = this.present.get(ordinal);
      return present === undefined
        ? { ordinal, state: 'gone', recorders: [] }
        : { ordinal, state: 'connected', ...present };
    });
  }

  hostsChanged(pipeline: Pipeline): void {
    this.told.push(pipeline);
  }

  async removePipeline(id: PipelineId): Promise<void> {
    this.removed.push(id);
    await this.#catalog.pipelines.remove(id);
  }
}
