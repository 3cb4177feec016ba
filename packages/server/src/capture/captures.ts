import { LINK_SILENCE_MS } from '@hearth/agent/protocol';
import { type Capture, type CaptureQuestion, type CaptureStep, isEnded } from '../catalog/captures/capture.ts';
import type { CaptureRecord } from '../catalog/captures/capture-record.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { CaptureId, PipelineId } from '../catalog/ids.ts';
import type { Pipeline } from '../catalog/pipelines/pipeline.ts';
import type { Reach } from '../catalog/reach.ts';
import { HearthError } from '../errors/hearth-error.ts';
import type { AgentIdentity } from './agent-identity.ts';
import { AgentLinks } from './agent-links.ts';
import { AgentSession, type SessionDeps } from './agent-session.ts';
import type { AgentWire } from './agent-wire.ts';
import { CaptureBook } from './capture-book.ts';
import type { CaptureFile } from './capture-file.ts';
import { type CaptureLimits, DEFAULT_CAPTURE_LIMITS } from './capture-limits.ts';
import { type CaptureRequest, checkRequest, fitRequest } from './capture-request.ts';
import type { CaptureStore } from './capture-store.ts';
import { deadlineOf } from './deadline.ts';
import type { HostState } from './host-state.ts';
import { Landing } from './landing.ts';
import { orderOf } from './order-of.ts';
import { recoverSpool } from './recover-spool.ts';
import { Spool } from './spool.ts';
import { SpoolMeter } from './spool-meter.ts';

export type { CaptureFile } from './capture-file.ts';
export type { CaptureRequest } from './capture-request.ts';

/** What a host has of captures, now and before. Cancelled ones count for nothing here. */
export interface LatestCaptures {
  readonly running: Capture | undefined;
  /** The newest that ended, however it ended. */
  readonly last: Capture | undefined;
  /** The newest that is done. */
  readonly lastGood: Capture | undefined;
}

/** How far a running capture is: never stored, so absent after a restart until the agent says it again. */
export interface CaptureProgress {
  /** Of the recording. */
  readonly secondsLeft?: number | undefined;
  readonly uploadedBytes?: number | undefined;
}

export interface CapturesOptions {
  readonly catalog: Catalog;
  readonly store: CaptureStore;
  /** For files on their way and pinned ones; made when absent. */
  readonly directory: string;
  readonly limits?: Partial<CaptureLimits> | undefined;
  /** Unix milliseconds; the system's clock when absent. */
  readonly now?: (() => number) | undefined;
  /** Told of every change of state. */
  readonly onStep?: ((capture: Capture, step: Pick<CaptureStep, 'who' | 'why'>) => void) | undefined;
  /** A file that did not get into the store this time, or work in the background that failed. */
  readonly onError?: ((error: unknown, capture: Capture | undefined) => void) | undefined;
}

/** How often deadlines are looked at; does nothing while no capture runs. */
const TICK_MS = 1_000;
/** Captures expire by the day. */
const FORGET_EVERY_MS = 3_600_000;

interface Activity {
  secondsLeft?: number | undefined;
  uploadedBytes?: number | undefined;
  lastPieceMs?: number | undefined;
}

/** Captures of the hosts of pipelines: what faces ask, and where agents come in. */
export class Captures {
  readonly #catalog: Catalog;
  readonly #store: CaptureStore;
  readonly #limits: CaptureLimits;
  readonly #now: () => number;
  readonly #onError: (error: unknown, capture: Capture | undefined) => void;
  readonly #book: CaptureBook;
  readonly #links: AgentLinks;
  readonly #spool: Spool;
  readonly #meter: SpoolMeter;
  readonly #landing: Landing;
  readonly #sessions = new Set<AgentSession>();
  readonly #activity = new Map<CaptureId, Activity>();
  readonly #session: SessionDeps;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #startedMs: number;

  constructor(options: CapturesOptions) {
    const { catalog, store, now = Date.now, onStep, onError = () => undefined } = options;
    this.#catalog = catalog;
    this.#store = store;
    this.#limits = { ...DEFAULT_CAPTURE_LIMITS, ...options.limits };
    this.#now = now;
    this.#onError = onError;
    this.#startedMs = now();
    this.#links = new AgentLinks(now);
    this.#spool = new Spool(options.directory);
    this.#meter = new SpoolMeter(this.#limits.spoolBytes);
    this.#book = new CaptureBook({
      records: catalog.captures,
      now,
      onStep: (capture, step) => {
        if (isEnded(capture.state)) this.#activity.delete(capture.id);
        onStep?.(capture, step);
      },
    });
    this.#landing = new Landing({
      book: this.#book,
      spool: this.#spool,
      meter: this.#meter,
      store,
      onError: (capture, error) => onError(error, capture),
    });
    this.#session = {
      pipelines: catalog.pipelines,
      links: this.#links,
      book: this.#book,
      spool: this.#spool,
      meter: this.#meter,
      store,
      limits: this.#limits,
      now,
      onSpooled: ({ id }) => this.#landing.add(id, 'land'),
      onPiece: (id, uploadedBytes) => this.#note(id, { uploadedBytes, lastPieceMs: now() }),
      onSecondsLeft: (id, secondsLeft) => this.#note(id, { secondsLeft }),
      onAdmitted: (session) => this.#sessions.add(session),
      onClosed: (session) => this.#sessions.delete(session),
    };
  }

  /** Takes over what an earlier process left: captures that run, files that are not in the store yet. */
  async start(): Promise<void> {
    const unfinished = await this.#catalog.captures.unfinished();
    this.#book.load(unfinished.filter(({ state }) => !isEnded(state)));
    await this.#spool.open();
    const { landing, release } = await recoverSpool(this.#spool, this.#book, this.#meter);
    for (const id of landing) this.#landing.add(id, 'land');
    for (const id of release) this.#landing.add(id, 'release');
    this.#timers.push(
      setInterval(() => this.#inBackground(this.#tick()), TICK_MS).unref(),
      setInterval(() => this.#inBackground(this.#forgetExpired()), FORGET_EVERY_MS).unref(),
    );
  }

  /** Lets go of agents, which come back to the next process, and of files. */
  async close(): Promise<void> {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    await Promise.all([...this.#sessions].map((session) => session.closed()));
    await this.#landing.close();
  }

  /** A connection of an agent whose credential was checked. */
  connect(identity: AgentIdentity, wire: AgentWire): AgentSession {
    return new AgentSession(this.#session, identity, wire);
  }

  /**
   * Starts one. Of two calls at once exactly one goes through.
   *
   * @throws HearthError `invalid_ordinal` (no such host), `invalid_request` (a duration or rate that makes no sense or is
   * beyond what the agent allows), `capture_in_progress`, `host_unavailable` (no agent is there), `disk_full`
   */
  async request(pipeline: Pipeline, ordinal: number, request: CaptureRequest): Promise<Capture> {
    checkOrdinal(pipeline, ordinal);
    checkRequest(request, this.#limits);
    if (this.#book.runningOf(pipeline.id, ordinal) !== undefined) throw new HearthError('capture_in_progress');
    const link = this.#links.connected(pipeline.id, ordinal);
    const hello = link && this.#links.helloOf(link);
    if (link === undefined || hello === undefined) {
      throw new HearthError('host_unavailable', { message: `No agent of host ${ordinal} is connected.` });
    }
    const rateHz = fitRequest(request, hello);
    if (this.#store.isDiskFull()) throw new HearthError('disk_full');
    const { durationSeconds, who } = request;
    const { instance } = link;
    const capture = await this.#book.create({
      pipeline,
      ordinal,
      durationSeconds,
      rateHz,
      requestedBy: who,
      instance,
    });
    link.wire.send(orderOf(capture));
    return capture;
  }

  /**
   * Resolves when the condition holds or the time is over, with the capture as it then is; e.g.
   * `settle(id, ({ state }) => isEnded(state), 600)`.
   *
   * @throws HearthError `capture_not_found`
   */
  async settle(id: CaptureId, until: (capture: Capture) => boolean, timeoutMs: number): Promise<Capture> {
    return this.#book.settle(id, until, timeoutMs);
  }

  /** @throws HearthError `invalid_ordinal` */
  async latest(pipeline: Pipeline, ordinal: number): Promise<LatestCaptures> {
    checkOrdinal(pipeline, ordinal);
    const { captures } = this.#catalog;
    const running = this.#book.runningOf(pipeline.id, ordinal);
    const last = await captures.newest(pipeline.id, ordinal, ['done', 'failed', 'lost']);
    const lastGood = last?.state === 'done' ? last : await captures.newest(pipeline.id, ordinal, ['done']);
    return { running, last, lastGood };
  }

  /** undefined alike for one that does not exist and one out of reach. */
  async find(id: string, reach: Reach): Promise<Capture | undefined> {
    return this.#catalog.captures.find(id, reach);
  }

  /** Newest first by (requested, id). */
  async list(question: CaptureQuestion, reach: Reach): Promise<readonly Capture[]> {
    return this.#catalog.captures.list(question, reach);
  }

  /** In the order in which they happened. */
  async steps(id: CaptureId): Promise<readonly CaptureStep[]> {
    return this.#catalog.captures.steps(id);
  }

  progress(id: CaptureId): CaptureProgress {
    const { secondsLeft, uploadedBytes } = this.#activity.get(id) ?? {};
    return { secondsLeft, uploadedBytes };
  }

  /**
   * Ends a running one and throws away what it recorded; resolves when its agent has stopped, or does not say so in time.
   * Does nothing to one that has ended or whose file is here already.
   *
   * @throws HearthError `capture_not_found`
   */
  async cancel(id: CaptureId, who: string): Promise<Capture> {
    const capture = await this.#book.get(id);
    if (isEnded(capture.state) || capture.spooledMs !== undefined) return capture;
    const link = this.#links.connected(capture.pipelineId, capture.ordinal);
    if (link !== undefined) {
      link.wire.send({ type: 'cancel', captureId: id });
      await this.#book.settle(id, ({ state }) => isEnded(state), this.#limits.cancelMs);
    }
    await this.#book.apply(id, { kind: 'cancelled', why: `${who} cancelled it.` }, who);
    const after = await this.#book.get(id);
    if (after.state !== 'cancelled') return after;
    for (const session of this.#sessions) if (session.link === link) await session.drop(id);
    await this.#spool.remove(id, 'part');
    this.#meter.release(id);
    return after;
  }

  /**
   * Keeps the file of a capture beyond the retention of its project, or no longer.
   *
   * @throws HearthError `capture_without_file`, `original_expired`, `engine_unavailable`, `disk_full`, `capture_not_found`
   */
  async pin(id: CaptureId, pinned: boolean): Promise<Capture> {
    const capture = await this.#book.get(id);
    if (pinned === capture.pinned) return capture;
    if (pinned) {
      if (this.#store.isDiskFull()) throw new HearthError('disk_full');
      await this.#spool.pin(id, (await this.file(capture)).bytes);
    }
    const changed = await this.#catalog.captures.pin(id, pinned);
    this.#book.refresh(changed);
    if (!pinned) await this.#spool.remove(id, 'pin');
    return changed;
  }

  /**
   * @throws HearthError `capture_without_file` (it runs, or ended without one), `original_expired`, `engine_unavailable`
   */
  async file(capture: Capture): Promise<CaptureFile> {
    const startMs = capture.recordingMs ?? capture.requestedMs;
    if (capture.pinned) {
      const bytes = await this.#spool.read(capture.id, 'pin');
      if (bytes !== undefined) return { bytes, startMs };
    }
    if (capture.state === 'cancelled' || !isEnded(capture.state)) throw new HearthError('capture_without_file');
    // Not in the store yet, or not to be seen there yet.
    const bytes = await this.#spool.read(capture.id, 'gz');
    if (bytes !== undefined) return { bytes, startMs };
    if (capture.state !== 'done') throw new HearthError('capture_without_file');
    return { bytes: await this.#store.read(capture), startMs };
  }

  /** All hosts of a pipeline, 0 to hosts - 1. */
  hosts(pipeline: Pipeline): readonly HostState[] {
    return this.#links.hosts(pipeline);
  }

  /** Tells the agents of a pipeline how many hosts it has now; to be called when the declared number was changed. */
  hostsChanged({ id, hosts }: Pipeline): void {
    for (const { wire } of this.#links.ofPipeline(id)) wire.send({ type: 'hosts', hosts });
  }

  /** Deletes a pipeline with its captures and their files, pinned or not, and closes the links of its agents. Profiles stay in the store. */
  async removePipeline(id: PipelineId): Promise<void> {
    await this.#catalog.pipelines.remove(id);
    this.#book.forget(id);
    this.#links.forget(id);
    await this.#removeStrayFiles();
  }

  /** For metrics. */
  status(): { readonly agents: number; readonly runningCaptures: number; readonly spoolBytes: number } {
    return {
      agents: this.#sessions.size,
      runningCaptures: this.#book.running().length,
      spoolBytes: this.#meter.bytes,
    };
  }

  #note(id: CaptureId, news: Activity): void {
    this.#activity.set(id, { ...this.#activity.get(id), ...news });
  }

  async #tick(): Promise<void> {
    for (const session of this.#sessions) this.#inBackground(session.retry());
    for (const capture of this.#book.running()) await this.#lookAt(capture);
  }

  async #lookAt(capture: CaptureRecord): Promise<void> {
    const { id, pipelineId, ordinal } = capture;
    const seenMs = this.#links.lastSeenMs(pipelineId, ordinal) ?? this.#startedMs;
    const silent = this.#now() - seenMs > LINK_SILENCE_MS;
    const isConnected = !silent && this.#links.isLinked(pipelineId, ordinal);
    const { lastPieceMs } = this.#activity.get(id) ?? {};
    const deadline = deadlineOf(capture, { isConnected, lastSeenMs: seenMs, lastPieceMs }, this.#limits);
    if (deadline === undefined || this.#now() < deadline.atMs) return;
    await this.#book.apply(id, { kind: 'given-up', code: deadline.code, why: deadline.why }, 'server');
  }

  async #forgetExpired(): Promise<void> {
    await this.#catalog.captures.forgetExpired();
    await this.#removeStrayFiles();
  }

  /** Files of captures that are gone from the catalog. */
  async #removeStrayFiles(): Promise<void> {
    for (const { id, kind } of await this.#spool.list()) {
      if ((await this.#catalog.captures.get(id)) !== undefined) continue;
      await this.#spool.remove(id, kind);
      this.#meter.release(id);
    }
  }

  #inBackground(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#onError(error, undefined));
  }
}

function checkOrdinal({ hosts }: Pipeline, ordinal: number): void {
  if (Number.isInteger(ordinal) && ordinal >= 0 && ordinal < hosts) return;
  throw new HearthError('invalid_ordinal', {
    message: `The hosts of the pipeline are numbered from 0 to ${hosts - 1}.`,
  });
}
