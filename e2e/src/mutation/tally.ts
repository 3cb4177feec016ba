/** What the server answered, in numbers. */
export class Tally {
  readonly byStatus = new Map<number, number>();
  /** Refusals by the code of their answer. */
  readonly byCode = new Map<string, number>();
  /** What must not happen, as told to a person. */
  readonly faults: string[] = [];
  /** Resident bytes of server and engine together, taken at even steps. */
  readonly residentBytes: number[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get accepted(): number {
    return [...this.byStatus].reduce((sum, [status, count]) => sum + (status < 300 ? count : 0), 0);
  }

  answer(status: number, code: string | undefined): void {
    this.#count++;
    this.byStatus.set(status, (this.byStatus.get(status) ?? 0) + 1);
    if (code !== undefined) this.byCode.set(code, (this.byCode.get(code) ?? 0) + 1);
  }
}
