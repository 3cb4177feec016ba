import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type ChildArguments, toWords } from './child-arguments.ts';
import type { StopManner } from './engine.ts';
import { OutputTail } from './output-tail.ts';

/** The built script, also when this file runs as TypeScript source: node 20 cannot run a `.ts` child. */
const CHILD_SCRIPT = fileURLToPath(new URL('../dist/child.js', import.meta.url));

/** Standard input closed: an engine without queries in flight is gone in about 0.1 s, others wait for those. */
const CLEAN_STOP_MS = 1_000;
/** After SIGTERM, which ends the process without waiting for queries. Both together leave room within 3 s. */
const TERMINATED_STOP_MS = 500;

/** What the child may see of our environment: no NODE_OPTIONS (they would change the child), no secrets. */
const PASSED_VARIABLES = ['PATH', 'HOME', 'TMPDIR', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'] as const;

/**
 * The engine's allocator (jemalloc inside the library, which reads this variable) gives memory back after half a second,
 * by a thread of its own. With its defaults an engine that had ingested kept 490 MB resident while idle and peaked at
 * 700 MB; with these 294 MB and 540 MB, at the same CPU (120 groups of 64 originals and 38 400 rows, 2 processors).
 */
const ALLOCATOR = 'background_thread:true,dirty_decay_ms:500,muzzy_decay_ms:0';

/** The engine needs little JavaScript heap: the script loads a library and makes one call. */
const NODE_FLAGS = ['--max-old-space-size=64', '--no-warnings'] as const;

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One run of the engine's process. */
export class EngineProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #tail = new OutputTail();
  /** Resolves when the process is gone and its output was read; never rejects. */
  readonly ended: Promise<ProcessEnd>;

  constructor(childArguments: ChildArguments) {
    this.#child = spawn(process.execPath, [...NODE_FLAGS, CHILD_SCRIPT, ...toWords(childArguments)], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: childEnvironment(),
      // A session of its own: Ctrl-C in a terminal goes to the whole foreground group, and the engine must outlive it
      // until the server has drained. It cannot become an orphan by this: its standard input ends with its parent.
      detached: true,
    });
    for (const output of [this.#child.stdout, this.#child.stderr]) {
      output.setEncoding('utf8').on('data', (chunk: string) => this.#tail.push(chunk));
    }
    // The pipe breaks when the process dies; `ended` reports that.
    this.#child.stdin.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.#tail.push(`${error.message}\n`);
        if (this.#child.pid === undefined) resolve({ code: null, signal: null });
      });
      this.#child.once('close', (code, signal) => resolve({ code, signal }));
    });
  }

  /** Undefined when the process could not be made. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** The end of what it wrote to its output. */
  get outputTail(): string {
    return this.#tail.toString();
  }

  /** Ends the process: the clean way first, SIGTERM, then SIGKILL. Every answered insert is on disk in all three. */
  async stop(): Promise<StopManner> {
    this.#child.stdin.end();
    if (await this.#endsWithin(CLEAN_STOP_MS)) return 'clean';
    this.#child.kill('SIGTERM');
    if (await this.#endsWithin(TERMINATED_STOP_MS)) return 'terminated';
    this.#child.kill('SIGKILL');
    await this.ended;
    return 'killed';
  }

  async #endsWithin(milliseconds: number): Promise<boolean> {
    const timer = new AbortController();
    const timeout = sleep(milliseconds, false, { signal: timer.signal }).catch(() => false);
    const inTime = await Promise.race([this.ended.then(() => true), timeout]);
    timer.abort();
    return inTime;
  }
}

/** The end in words for a log. */
export function describeEnd({ code, signal }: ProcessEnd): string {
  if (signal !== null) return `signal ${signal}`;
  return code === null ? 'it could not be started' : `exit code ${code}`;
}

function childEnvironment(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { TZ: 'UTC', LC_ALL: 'C', JE_MALLOC_CONF: ALLOCATOR };
  for (const name of PASSED_VARIABLES) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}
