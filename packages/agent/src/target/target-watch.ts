import type { TargetState } from '../protocol/from-agent.ts';
import { describeTarget } from './describe-target.ts';
import { isAlive, type ProcessIdentity } from './process-identity.ts';
import type { TargetSelector } from './target-selector.ts';

/** A look at one process costs a file; a process that has ended is noticed within this. */
const LOOK_MS = 5_000;
/** Looking for a lost one by its command line reads every process: 20 ms each time, so less often. */
const SEARCH_MS = 30_000;

/** Tells when the target was found, lost or replaced. Captures look for themselves; this is for those who watch. */
export class TargetWatch {
  readonly #selector: TargetSelector;
  readonly #onChange: (target: TargetState) => void;
  #process: ProcessIdentity | undefined;
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
    this.#text = keyOf(state);
    return state;
  }

  async #tick(): Promise<void> {
    if (this.#process !== undefined && (await isAlive(this.#process))) return;
    const isCheap = this.#selector.by !== 'match' || this.#process !== undefined;
    if (!isCheap && Date.now() - this.#lastSearchMs < SEARCH_MS) return;
    const before = this.#text;
    const state = await this.look();
    if (keyOf(state) !== before) this.#onChange(state);
  }
}

/** What makes a target another one for those who watch. */
function keyOf({ state, pid, startedAtMs, reason }: TargetState): string {
  return JSON.stringify([state, pid, startedAtMs, reason]);
}
