import type { TargetState } from '../protocol/from-agent.ts';
import { CpuMeter } from './cpu-meter.ts';
import { describeTarget } from './describe-target.ts';
import { isAlive, type ProcessIdentity } from './process-identity.ts';
import { readProcessStat } from './process-stat.ts';
import type { TargetSelector } from './target-selector.ts';

/** A look at one process costs a file; a process that has ended is noticed within this. */
const LOOK_MS = 5_000;
/** Looking for a lost one by its command line reads every process: 20 ms each time, so less often. */
const SEARCH_MS = 30_000;

/** Tells when the target was found, lost or replaced, and how busy it is. Captures look for themselves; this is for those who watch. */
export class TargetWatch {
  readonly #selector: TargetSelector;
  readonly #onChange: (target: TargetState) => void;
  #process: ProcessIdentity | undefined;
  #state: TargetState | undefined;
  readonly #cpu = new CpuMeter();
  #text = '';
  #timer: NodeJS.Timeout | undefined;
  #lastSearchMs = 0;

  constructor(selector: TargetSelector, onChange: (target: TargetState) => void) {
    this.#selector = selector;
    this.#onChange = onChange;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#tick().catch(() => undefined);
    }, LOOK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Looks now. */
  async look(): Promise<TargetState> {
    this.#lastSearchMs = Date.now();
    const { state, process } = await describeTarget(this.#selector);
    this.#process = process;
    // What is known of how busy it is goes along: it is told anew only when it changes.
    const cpuCores = this.#state?.pid === state.pid ? this.#state?.cpuCores : undefined;
    this.#state = cpuCores === undefined ? state : { ...state, cpuCores };
    this.#text = keyOf(state);
    return this.#state;
  }

  async #tick(): Promise<void> {
    if (this.#process !== undefined && (await isAlive(this.#process))) {
      this.#tellCpu(this.#process);
      return;
    }
    const isCheap = this.#selector.by !== 'match' || this.#process !== undefined;
    if (!isCheap && Date.now() - this.#lastSearchMs < SEARCH_MS) return;
    const before = this.#text;
    const state = await this.look();
    if (keyOf(state) !== before) this.#onChange(state);
  }

  #tellCpu({ pid }: ProcessIdentity): void {
    const stat = readProcessStat(pid);
    const cpuCores = stat && this.#cpu.look(pid, stat.cpuTicks, performance.now());
    if (cpuCores === undefined || stat === undefined || this.#state === undefined) return;
    this.#state = { ...this.#state, cpuCores, threads: stat.threads };
    this.#onChange(this.#state);
  }
}

/** What makes a target another one for those who watch. */
function keyOf({ state, pid, startedAtMs, reason }: TargetState): string {
  return JSON.stringify([state, pid, startedAtMs, reason]);
}
