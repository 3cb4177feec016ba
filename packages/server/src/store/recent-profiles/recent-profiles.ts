import type { ProfileId, ProjectId } from '../upload.ts';

/** A row takes about 1 kB: 2 MB in all. A person looks at some dozens of profiles. */
const MAX_RECENT_PROFILES = 2_000;
/** However rows change without a word to {@link RecentProfiles.clear}, nobody is told of the old ones for longer. */
const RECENT_MS = 60_000;

interface Entry<Row> {
  readonly profile: Row;
  readonly readMs: number;
}

const keyOf = (project: ProjectId, id: ProfileId): string => `${project}/${id}`;

/** Rows of single profiles, or parts of them, by project and id. What is not there is looked up each time. */
export class RecentProfiles<Row> {
  readonly #now: () => number;
  /** In the order in which they were read. */
  readonly #entries = new Map<string, Entry<Row>>();
  #generation = 0;

  /** @param now a clock in milliseconds that never goes back */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** The row of a profile, or what `read` says; a row that it finds is kept, unless {@link clear} was called meanwhile. */
  async find(project: ProjectId, id: ProfileId, read: () => Promise<Row | undefined>): Promise<Row | undefined> {
    const key = keyOf(project, id);
    const known = this.#entries.get(key);
    if (known !== undefined && this.#now() - known.readMs < RECENT_MS) return known.profile;
    this.#entries.delete(key);
    const generation = this.#generation;
    const readMs = this.#now();
    const profile = await read();
    if (profile !== undefined && generation === this.#generation) this.#keep(key, { profile, readMs });
    return profile;
  }

  /** To be called when rows of `profiles` were dropped or replaced. */
  clear(): void {
    this.#generation += 1;
    this.#entries.clear();
  }

  #keep(key: string, entry: Entry<Row>): void {
    this.#entries.set(key, entry);
    if (this.#entries.size <= MAX_RECENT_PROFILES) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }
}
