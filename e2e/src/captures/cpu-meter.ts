import { cpuSeconds } from '@hearth/agent/testing';

interface Reading {
  /** Unix milliseconds. */
  readonly atMs: number;
  readonly cpuSeconds: number;
}

/** Often enough that what lies between two readings is known to a few milliseconds. */
const EVERY_MS = 50;

/** Reads how much CPU a process uses, all the time, so that it can be asked afterwards for the time of a recording. */
export class CpuMeter {
  readonly #readings: Reading[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(pid: number) {
    this.#timer = setInterval(() => {
      this.#readings.push({ atMs: Date.now(), cpuSeconds: cpuSeconds(pid) });
    }, EVERY_MS);
  }

  /** CPU seconds of all threads between two moments, in Unix milliseconds. */
  between(fromMs: number, toMs: number): number {
    return this.#at(toMs) - this.#at(fromMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #at(atMs: number): number {
    const after = this.#readings.findIndex((reading) => reading.atMs >= atMs);
    const [a, b] = [this.#readings[after - 1], this.#readings[after]];
    if (a === undefined || b === undefined) throw new Error(`no reading at ${atMs}`);
    return a.cpuSeconds + ((b.cpuSeconds - a.cpuSeconds) * (atMs - a.atMs)) / (b.atMs - a.atMs);
  }
}
