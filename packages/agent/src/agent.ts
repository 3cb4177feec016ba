import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { AgentOptions } from './agent-options.ts';
import { type AgentLimits, defaultLimits } from './capture/agent-limits.ts';
import type { CaptureContext } from './capture/capture-context.ts';
import type { CaptureRecord } from './capture/capture-record.ts';
import { CaptureStore, RESULT_FILE } from './capture/capture-store.ts';
import { endedRecord } from './capture/ended-record.ts';
import { recoverCapture } from './capture/recover-capture.ts';
import { runCapture } from './capture/run-capture.ts';
import { type HostFacts, readHostFacts } from './host/host-facts.ts';
import { linkUrl } from './link/link-url.ts';
import { type LinkRefusal, ServerLink } from './link/server-link.ts';
import { Uploader } from './link/uploader.ts';
import { PROTOCOL_VERSION } from './protocol/constants.ts';
import type { HelloMessage, RecorderFacts } from './protocol/from-agent.ts';
import type { CaptureOrder, ServerMessage } from './protocol/from-server.ts';
import { CaptureCancelled, CaptureError } from './recorders/capture-error.ts';
import { PerfRecorder } from './recorders/perf/perf-recorder.ts';
import type { Recorder } from './recorders/recorder.ts';
import { SamplyRecorder } from './recorders/samply/samply-recorder.ts';
import type { StateFolder } from './state-folder.ts';
import type { TargetSelector } from './target/target-selector.ts';
import { TargetWatch } from './target/target-watch.ts';

/** What a capture gets to be finished and delivered when the agent is told to stop. The rest comes after its next start. */
const STOP_GRACE_MS = 10_000;
/** Captures that wait to be acknowledged; a server that orders more without listening gets no more files. */
const MAX_HELD_CAPTURES = 200;

type Found = readonly { readonly recorder: Recorder; readonly facts: RecorderFacts }[];

/** One agent: the link to its server, and at most one capture at a time. */
export class Agent {
  readonly #options: AgentOptions;
  readonly #limits: AgentLimits;
  readonly #instance: string;
  readonly #store: CaptureStore;
  readonly #link: ServerLink;
  readonly #uploader: Uploader;
  readonly #watch: TargetWatch;
  readonly #context: CaptureContext;
  readonly #held = new Map<string, CaptureRecord>();
  readonly #finishNow = new AbortController();
  #current: { readonly captureId: string; readonly cancel: AbortController; readonly done: Promise<void> } | undefined;
  #probed: Promise<Found> | undefined;
  #removing: Promise<void> = Promise.resolve();
  #hosts: number;
  #serverMaxFileBytes = Number.POSITIVE_INFINITY;

  constructor(options: AgentOptions, selector: TargetSelector, folder: StateFolder) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#instance = folder.instance;
    this.#store = new CaptureStore(folder.captures);
    this.#hosts = options.ordinal + 1;
    this.#link = new ServerLink({
      url: linkUrl(options.server),
      token: options.token,
      hello: () => this.#hello(),
      onMessage: (message) => this.#take(message),
      onDown: () => this.#uploader.down(),
      log: options.log,
    });
    this.#uploader = new Uploader({
      link: this.#link,
      pathOf: (captureId) => join(this.#store.directory(captureId), RESULT_FILE),
      onDone: (captureId, refusal) => {
        options.log(
          refusal === undefined ? `capture ${captureId}: delivered` : `capture ${captureId}: not wanted (${refusal})`,
        );
        this.#forget(captureId);
      },
      log: options.log,
    });
    this.#watch = new TargetWatch(selector, (target) => this.#link.send({ type: 'target', target }));
    this.#context = {
      store: this.#store,
      selector,
      limits: this.#limits,
      pipeline: options.pipeline,
      ordinal: options.ordinal,
      hosts: () => this.#hosts,
      maxFileBytes: () => Math.min(this.#limits.maxFileBytes, this.#serverMaxFileBytes),
      recorders: () => this.#recorders(),
      changed: (record, secondsLeft) => this.#changed(record, secondsLeft),
    };
  }

  /**
   * Serves until the signal is aborted; then what is being recorded is kept, and delivered if that takes seconds only.
   *
   * @returns why the server does not want this agent, if it does not
   */
  async run(signal: AbortSignal): Promise<LinkRefusal | undefined> {
    for (const record of await this.#store.list()) {
      this.#held.set(record.captureId, record);
      if (record.upload !== undefined) this.#uploader.add(record.upload);
    }
    this.#recoverAll();
    const linkEnd = new AbortController();
    this.#watch.start();
    const link = this.#link.run(linkEnd.signal);
    const stopped = new Promise<undefined>((resolve) => {
      if (signal.aborted) resolve(undefined);
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const refusal = await Promise.race([link, stopped]);
    this.#watch.stop();
    await this.#windUp();
    linkEnd.abort();
    await link;
    return refusal;
  }

  async #windUp(): Promise<void> {
    this.#finishNow.abort();
    const end = Date.now() + STOP_GRACE_MS;
    if (this.#current !== undefined) {
      await Promise.race([this.#current.done, delay(STOP_GRACE_MS, undefined, { ref: false })]);
    }
    while (this.#link.isUp && this.#held.size > 0 && Date.now() < end) await delay(50);
    const left = this.#current;
    left?.cancel.abort();
    await left?.done;
    await this.#removing;
  }

  /** What an agent that died left behind, one after the other, as captures of their own. */
  #recoverAll(): void {
    const left = [...this.#held.values()].find(({ state }) => isOpen(state));
    if (left === undefined || this.#current !== undefined || this.#finishNow.signal.aborted) return;
    this.#options.log(`capture ${left.captureId}: was left behind; finishing it`);
    this.#occupy(left.captureId, (cancel) => recoverCapture(this.#context, left, cancel));
  }

  /** Says how it ended after it is free again: the answer may be the next order. */
  #occupy(captureId: string, work: (cancel: AbortSignal) => Promise<CaptureRecord | undefined>): void {
    const cancel = new AbortController();
    const done = work(cancel.signal)
      .catch((error: unknown) => {
        // The disk takes no record: the server hears of the end all the same.
        const record = this.#held.get(captureId);
        return record === undefined ? undefined : endedRecord(record, error);
      })
      .then((last) => {
        this.#current = undefined;
        if (last !== undefined) this.#changed(last);
        this.#recoverAll();
      });
    this.#current = { captureId, cancel, done };
  }

  #take(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome':
        this.#hosts = message.hosts;
        this.#serverMaxFileBytes = message.maxFileBytes;
        this.#options.log(`linked as host ${this.#options.ordinal} of ${message.hosts} of ${this.#options.pipeline}`);
        this.#uploader.up();
        for (const { ended } of this.#held.values()) if (ended !== undefined) this.#link.send(ended);
        break;
      case 'hosts':
        this.#hosts = message.hosts;
        break;
      case 'capture':
        this.#order(message);
        break;
      case 'cancel':
        this.#cancel(message.captureId);
        break;
      case 'ended_ack':
        if (this.#held.get(message.captureId)?.ended !== undefined) this.#forget(message.captureId);
        break;
      case 'upload_from':
      case 'upload_ack':
      case 'upload_done':
      case 'upload_refused':
        this.#uploader.take(message);
        break;
    }
  }

  #order(order: CaptureOrder): void {
    const held = this.#held.get(order.captureId);
    if (held !== undefined) {
      // The order was repeated because its answer was lost.
      this.#say(held);
      return;
    }
    if (this.#held.size >= MAX_HELD_CAPTURES) {
      const message = `The agent of host ${this.#options.ordinal} waits for ${this.#held.size} captures to be acknowledged.`;
      const full = { type: 'ended', captureId: order.captureId, atMs: Date.now(), outcome: 'failed' } as const;
      this.#link.send({ ...full, code: 'spool_full', message });
      return;
    }
    this.#options.log(`capture ${order.captureId}: ordered, ${order.durationSecs} s at ${order.rateHz} Hz`);
    const { captureId, durationSecs, rateHz } = order;
    const record = { captureId, durationSecs, rateHz, acceptedAtMs: Date.now(), state: 'accepted' as const };
    if (this.#current === undefined && !this.#finishNow.signal.aborted) {
      this.#held.set(captureId, record);
      this.#occupy(captureId, (cancel) =>
        runCapture(this.#context, order, { cancel, finishNow: this.#finishNow.signal }),
      );
      return;
    }
    const why = this.#current === undefined ? 'is stopping' : `is busy with capture ${this.#current.captureId}`;
    this.#end(endedRecord(record, new CaptureError('busy', `The agent of host ${this.#options.ordinal} ${why}.`)));
  }

  #cancel(captureId: string): void {
    this.#options.log(`capture ${captureId}: cancelled`);
    if (this.#current?.captureId === captureId) {
      this.#current.cancel.abort(new CaptureCancelled());
      return;
    }
    const held = this.#held.get(captureId);
    if (held?.ended !== undefined) {
      this.#link.send(held.ended);
      return;
    }
    if (held === undefined) {
      this.#link.send({ type: 'ended', captureId, atMs: Date.now(), outcome: 'cancelled' });
      return;
    }
    this.#uploader.remove(captureId);
    this.#end(endedRecord(held, new CaptureCancelled()));
  }

  /** A capture that ends outside of its run. */
  #end(record: CaptureRecord): void {
    this.#held.set(record.captureId, record);
    const say = (): void => this.#say(record);
    this.#store.save(record).then(say, say);
  }

  #changed(record: CaptureRecord, secondsLeft?: number): void {
    const isNews = this.#held.get(record.captureId)?.state !== record.state;
    this.#held.set(record.captureId, record);
    if (isNews && record.state !== 'accepted') {
      this.#options.log(`capture ${record.captureId}: ${record.ended?.message ?? record.state}`);
    }
    this.#say(record, secondsLeft);
    if (isNews && record.upload !== undefined) this.#uploader.add(record.upload);
  }

  #say(record: CaptureRecord, secondsLeft?: number): void {
    const { captureId, state, ended } = record;
    if (ended !== undefined) {
      this.#link.send(ended);
      return;
    }
    if (state === 'failed' || state === 'cancelled') return;
    this.#link.send({
      type: 'progress',
      captureId,
      state,
      atMs: Date.now(),
      ...(record.startedAtMs === undefined ? {} : { startedAtMs: record.startedAtMs }),
      ...(secondsLeft === undefined ? {} : { secondsLeft }),
      ...(record.recorder === undefined ? {} : { recorder: record.recorder }),
      ...(record.target === undefined ? {} : { pid: record.target.pid }),
    });
  }

  #forget(captureId: string): void {
    this.#held.delete(captureId);
    this.#removing = this.#removing
      .then(() => this.#store.remove(captureId))
      .catch((error: unknown) => {
        this.#options.log(`capture ${captureId}: ${error instanceof Error ? error.message : String(error)}`);
      });
  }

  /** Asked for again whenever something could not be used: it may have been installed since. */
  async #recorders(): Promise<Found> {
    let found = await this.#probed;
    if (found?.every(({ facts }) => facts.usable) !== true) {
      const { samply = 'samply', perf = 'perf', privatePerfParanoid = false } = this.#options;
      const all: readonly Recorder[] = [
        new SamplyRecorder({ program: samply, privateParanoid: privatePerfParanoid }),
        new PerfRecorder({ program: perf }),
      ];
      this.#probed = Promise.all(all.map(async (recorder) => ({ recorder, facts: await recorder.probe() })));
      found = await this.#probed;
    }
    const only = this.#options.recorder;
    return found.map(({ recorder, facts }) => {
      const isChosen = only === undefined || facts.name === only || !facts.usable;
      return {
        recorder,
        facts: isChosen ? facts : { ...facts, usable: false, reason: `--recorder ${only} was chosen` },
      };
    });
  }

  async #hello(): Promise<HelloMessage> {
    const [host, found, target] = await Promise.all([readHostFacts(), this.#recorders(), this.#watch.look()]);
    const { pipeline, ordinal, version, privatePerfParanoid = false } = this.#options;
    return {
      type: 'hello',
      protocol: PROTOCOL_VERSION,
      instance: this.#instance,
      pipeline,
      ordinal,
      agentVersion: version,
      host: {
        name: host.name,
        os: host.os,
        arch: host.arch,
        cpus: host.cpus,
        perfEventParanoid: host.perfEventParanoid,
        root: host.root,
        privatePerfParanoid: privatePerfParanoid && host.root,
      },
      recorders: found.map(({ facts }) => ({ ...facts, ...this.#doubts(facts, host) })),
      target,
      limits: {
        maxDurationSecs: this.#limits.maxDurationSecs,
        maxRateHz: this.#limits.maxRateHz,
        maxFileBytes: this.#limits.maxFileBytes,
      },
      captures: [...this.#held.values()].map(({ captureId, state }) => ({ captureId, state })),
    };
  }

  /** What may be forbidden at the capture; only trying tells, and perf may be allowed what samply is not. */
  #doubts(facts: RecorderFacts, host: HostFacts): { readonly reason?: string } {
    const isStrict = host.perfEventParanoid !== null && host.perfEventParanoid > 1;
    const isPrivate = host.root && this.#options.privatePerfParanoid === true;
    if (!facts.usable || facts.name !== 'samply' || !isStrict || isPrivate) return {};
    return { reason: `kernel.perf_event_paranoid is ${host.perfEventParanoid}: samply may be refused` };
  }
}

function isOpen(state: CaptureRecord['state']): boolean {
  return state === 'accepted' || state === 'recording' || state === 'writing';
}
