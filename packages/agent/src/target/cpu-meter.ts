/** USER_HZ: the unit of times in /proc, 100 on every Linux that Node runs on. */
export const TICKS_PER_SECOND = 100;

/** What is told apart: less than that is of no interest to who decides which host to record. */
const STEP_CORES = 0.1;

/** How busy a process is, from one look to the next. */
export class CpuMeter {
  #last: { readonly pid: number; readonly ticks: number; readonly atMs: number } | undefined;
  #told: number | undefined;

  /**
   * @param ticks CPU time of the process since it began
   * @returns cores that it kept busy since the look before, when that is another number than the one told last
   */
  look(pid: number, ticks: number, atMs: number): number | undefined {
    const last = this.#last;
    this.#last = { pid, ticks, atMs };
    if (last?.pid !== pid) {
      this.#told = undefined;
      return undefined;
    }
    const seconds = (atMs - last.atMs) / 1_000;
    if (seconds <= 0) return undefined;
    const cores = Math.max(0, ticks - last.ticks) / TICKS_PER_SECOND / seconds;
    const rounded = Math.round(cores / STEP_CORES) / (1 / STEP_CORES);
    if (rounded === this.#told) return undefined;
    this.#told = rounded;
    return rounded;
  }
}
