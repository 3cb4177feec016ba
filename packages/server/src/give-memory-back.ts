import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { returnFreedMemory } from '@hearth/engine';
import { dropProfileMemory } from '@hearth/profile';
import { dropInflated } from './ingest/inflate/again-inflater.ts';

const LOOK_EVERY_MS = 2_000;
/** Below this share of a processor nobody waits for the server: health checks and timers take a tenth of it. */
const QUIET_SHARE = 0.05;
/** Two looks in a row, so that a pause between two uploads is not taken for the end. */
const QUIET_LOOKS = 2;
/** Less work than this leaves nothing worth collecting: a full collection costs a tenth of it. */
const WORTHWHILE_CPU_MS = 1_000;

export interface MemoryGiverDeps {
  /** Processor time of this process so far, milliseconds. */
  readonly cpuMs: () => number;
  readonly collect: () => void;
}

/** Decides when an idle server gives memory back: once after work, when it has been quiet for some seconds. */
export class MemoryGiver {
  readonly #deps: MemoryGiverDeps;
  #lastMs: number;
  #workMs = 0;
  #quietLooks = 0;

  constructor(deps: MemoryGiverDeps) {
    this.#deps = deps;
    this.#lastMs = deps.cpuMs();
  }

  /** To be called every {@link LOOK_EVERY_MS}. */
  look(): void {
    const nowMs = this.#deps.cpuMs();
    const spentMs = nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    this.#workMs += spentMs;
    this.#quietLooks = spentMs < LOOK_EVERY_MS * QUIET_SHARE ? this.#quietLooks + 1 : 0;
    if (this.#quietLooks < QUIET_LOOKS || this.#workMs < WORTHWHILE_CPU_MS) return;
    this.#deps.collect();
    this.#lastMs = this.#deps.cpuMs();
    this.#workMs = 0;
    this.#quietLooks = 0;
  }
}

/**
 * Collects garbage and returns pages to the system when the server has become quiet: neither V8 nor glibc does it by itself, and
 * after full load that is some 150 MB. Blocks for 50 to 100 ms, once. Returns what ends it.
 */
export function giveMemoryBack(): () => void {
  const collectGarbage = garbageCollector();
  const giver = new MemoryGiver({
    cpuMs: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
    collect: () => {
      dropProfileMemory();
      dropInflated();
      collectGarbage();
      returnFreedMemory();
    },
  });
  const timer = setInterval(() => giver.look(), LOOK_EVERY_MS).unref();
  return () => clearInterval(timer);
}

/** V8's own function, which only a context sees that is made while the flag is set. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return () => {
    if (typeof collect === 'function') collect();
  };
}
