import { setTimeout as sleep } from 'node:timers/promises';
import { deferred } from './deferred.ts';
import {
  type Engine,
  type EngineConnection,
  type EngineEvent,
  type EngineState,
  EngineStoppedError,
} from './engine.ts';
import { SECRET_HEADER } from './engine-config.ts';
import type { EnginePaths } from './engine-paths.ts';
import { describeEnd, type EngineProcess } from './engine-process.ts';
import { runEngine } from './engine-run.ts';
import type { EngineSecrets } from './engine-secrets.ts';
import { DATABASE, OWNER, READER } from './engine-users.ts';
import { freePort } from './free-port.ts';
import { HEALTHY_RUN_MS, restartDelayMs } from './restart-delay.ts';
import type { MemorySizes } from './size-memory.ts';

/** Everything decided before the first start. */
export interface SupervisedEngineInput {
  readonly paths: EnginePaths;
  readonly libraryPath: string;
  readonly secrets: EngineSecrets;
  readonly memory: MemorySizes;
  readonly queryThreads: number;
  readonly mergeThreads: number;
  readonly onEvent: (event: EngineEvent) => void;
}

/**
 * Keeps one engine running.
 *
 *     starting -> ready -> restarting -> ready ... -> stopped
 *         \____________________________________________/
 */
export class SupervisedEngine implements Engine {
  readonly #input: SupervisedEngineInput;
  readonly #stopping = new AbortController();
  #state: EngineState = 'starting';
  #port: number | undefined;
  #process: EngineProcess | undefined;
  /** The launch in flight or the last one; never rejects. */
  #launched: Promise<unknown> = Promise.resolve();
  #generation = 0;
  #ready = deferred<void>();
  /** Restarts since the last healthy run. */
  #attempts = 0;
  #stopped: Promise<void> | undefined;

  constructor(input: SupervisedEngineInput) {
    this.#input = input;
  }

  get state(): EngineState {
    return this.#state;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  get generation(): number {
    return this.#generation;
  }

  get connection(): EngineConnection {
    return this.#connectionOf(OWNER, this.#input.secrets.ownerPassword);
  }

  get readerConnection(): EngineConnection {
    return this.#connectionOf(READER, this.#input.secrets.readerPassword);
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  /** The first start. @throws EngineStartError */
  async start(): Promise<void> {
    try {
      await this.#launch();
    } catch (error) {
      this.#state = 'stopped';
      this.#ready.reject(new EngineStoppedError());
      throw error;
    }
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const began = performance.now();
    const wasReady = this.#state === 'ready';
    this.#state = 'stopped';
    this.#stopping.abort();
    if (wasReady) this.#ready = deferred();
    this.#ready.reject(new EngineStoppedError());
    const how = (await this.#process?.stop()) ?? 'not-running';
    await this.#launched;
    this.#process = undefined;
    this.#input.onEvent({ kind: 'stopped', how, tookMs: performance.now() - began });
  }

  #launch(): Promise<void> {
    const launch = this.#launchNow();
    this.#launched = launch.catch(() => undefined);
    return launch;
  }

  /** One process from its making to `ready`. */
  async #launchNow(): Promise<void> {
    const began = performance.now();
    const { paths, libraryPath, secrets, memory, queryThreads, mergeThreads, onEvent } = this.#input;
    const port = await freePort(this.#port);
    this.#stopping.signal.throwIfAborted();
    this.#port = port;
    this.#generation += 1;
    const generation = this.#generation;
    const engine = await runEngine({
      paths,
      libraryPath,
      config: { port, secrets, memory, mergeThreads },
      users: { secrets, memory, queryThreads },
      owner: this.connection,
      signal: this.#stopping.signal,
      onSpawn: (spawned) => {
        this.#process = spawned;
        if (spawned.pid !== undefined) onEvent({ kind: 'starting', generation, pid: spawned.pid, port });
      },
    }).catch((error: unknown) => {
      this.#process = undefined;
      throw error;
    });
    this.#stopping.signal.throwIfAborted();
    this.#state = 'ready';
    this.#ready.resolve();
    onEvent({ kind: 'ready', generation, pid: engine.pid ?? 0, startMs: performance.now() - began });
    void this.#restartWhenItEnds(engine, performance.now());
  }

  async #restartWhenItEnds(engine: EngineProcess, readySince: number): Promise<void> {
    const end = await engine.ended;
    if (this.#stopping.signal.aborted) return;
    this.#process = undefined;
    this.#state = 'restarting';
    this.#ready = deferred();
    this.#input.onEvent({
      kind: 'died',
      generation: this.#generation,
      pid: engine.pid ?? 0,
      how: describeEnd(end),
      logTail: engine.outputTail,
    });
    if (performance.now() - readySince >= HEALTHY_RUN_MS) this.#attempts = 0;
    await this.#restart();
  }

  /** Tries until it runs or `stop()`: the server answers 503 meanwhile, and an operator may be freeing the disk. */
  async #restart(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const attempt = this.#attempts;
      this.#attempts += 1;
      const delayMs = restartDelayMs(attempt);
      this.#input.onEvent({ kind: 'restart-scheduled', attempt, delayMs });
      try {
        await sleep(delayMs, undefined, { signal: this.#stopping.signal });
        await this.#launch();
        return;
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        this.#input.onEvent({
          kind: 'restart-failed',
          attempt,
          error: error instanceof Error ? error : new Error(String(error)),
        });
      }
    }
  }

  #connectionOf(username: string, password: string): EngineConnection {
    return {
      url: `http://127.0.0.1:${this.#port ?? 0}`,
      username,
      password,
      database: DATABASE,
      headers: { [SECRET_HEADER]: this.#input.secrets.header },
    };
  }
}
