export interface LookupCacheLimits {
  readonly known: number;
  readonly absent: number;
}

/** Enough for every credential of a busy server; at some 300 bytes each both maps stay under 5 MB. */
export const DEFAULT_LOOKUP_LIMITS: LookupCacheLimits = { known: 8_192, absent: 8_192 };

/**
 * Answers of look-ups that every request makes (a token, an ingest key), misses included. Misses have a map of their
 * own, so that guesses cannot push out what is in use. Any change clears everything: changes are rare, and a look-up
 * that was under way during one is not kept.
 */
export class LookupCache<V extends object> {
  readonly #limits: LookupCacheLimits;
  readonly #known = new Map<string, V>();
  readonly #absent = new Set<string>();
  #generation = 0;

  constructor(limits: LookupCacheLimits = DEFAULT_LOOKUP_LIMITS) {
    this.#limits = limits;
  }

  /** The answer for a key, from memory or from `load`; undefined when there is none. */
  async get(key: string, load: () => Promise<V | undefined>): Promise<V | undefined> {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#absent.has(key)) return undefined;
    const generation = this.#generation;
    const value = await load();
    if (generation !== this.#generation) return value;
    if (value === undefined) {
      dropOldest(this.#absent, this.#limits.absent);
      this.#absent.add(key);
    } else {
      dropOldest(this.#known, this.#limits.known);
      this.#known.set(key, value);
    }
    return value;
  }

  /** To be called after every change of what `load` reads. */
  clear(): void {
    this.#generation += 1;
    this.#known.clear();
    this.#absent.clear();
  }

  /** Entries held, for tests and metrics. */
  get size(): number {
    return this.#known.size + this.#absent.size;
  }
}

/** Makes room for one more; maps and sets remember the order of insertion. */
function dropOldest(entries: Map<string, unknown> | Set<string>, limit: number): void {
  if (entries.size < limit) return;
  for (const oldest of entries.keys()) {
    entries.delete(oldest);
    return;
  }
}
