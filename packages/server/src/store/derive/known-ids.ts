import { IdTable } from './id-table.ts';

/** Frames, nodes and series that the engine has, at 16 to 24 bytes each: five to eight millions. What is not in here is sent once more. */
export const DEFAULT_KNOWN_IDS_BYTES = 128 * 1024 * 1024;

/**
 * Which frames, nodes and series of which app are in the engine already, so that they are not sent again. Apps unused for
 * longest are forgotten when the budget is spent; an app too large for it on its own starts anew.
 */
export class KnownIds {
  readonly #apps = new Map<string, IdTable>();
  readonly #budgetBytes: number;

  constructor(budgetBytes: number = DEFAULT_KNOWN_IDS_BYTES) {
    this.#budgetBytes = budgetBytes;
  }

  get bytes(): number {
    let sum = 0;
    for (const table of this.#apps.values()) sum += table.bytes;
    return sum;
  }

  /** What is known of an app; undefined for nothing. */
  of(app: string): IdTable | undefined {
    return this.#apps.get(app);
  }

  /** Takes over what one group has sent, once it is durable. */
  addAll(sent: ReadonlyMap<string, IdTable>): void {
    for (const [app, ids] of sent) {
      const table = this.#apps.get(app) ?? new IdTable(ids.size);
      this.#apps.delete(app);
      this.#apps.set(app, table);
      table.addAll(ids);
    }
    this.#forget();
  }

  clear(): void {
    this.#apps.clear();
  }

  #forget(): void {
    let { bytes } = this;
    for (const [app, table] of this.#apps) {
      if (bytes <= this.#budgetBytes) return;
      this.#apps.delete(app);
      bytes -= table.bytes;
    }
  }
}
