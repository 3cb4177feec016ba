import type { ReleaseTimes } from '../readers/release-times.ts';
import type { ProjectId } from '../upload.ts';

/** Some 200 bytes each. Whoever looks at profiles looks at a few releases. */
const MAX_RECENT_RELEASES = 1_000;

interface Entry {
  readonly times: readonly ReleaseTimes[];
  /** {@link RecentReleases.written} says another number once the times may have changed. */
  readonly state: string;
}

/** First and last profiles of single releases, for as long as no profile of their project is written. */
export class RecentReleases {
  readonly #entries = new Map<string, Entry>();
  readonly #writes = new Map<number, number>();
  #cleared = 0;

  /** What the profiles of a release say, or what `read` says; kept unless profiles of the project were written meanwhile. */
  async find(
    project: ProjectId,
    version: string,
    read: () => Promise<readonly ReleaseTimes[]>,
  ): Promise<readonly ReleaseTimes[]> {
    const key = `${project}/${version}`;
    const state = this.#stateOf(project);
    const known = this.#entries.get(key);
    if (known?.state === state) return known.times;
    this.#entries.delete(key);
    const times = await read();
    if (state === this.#stateOf(project)) this.#keep(key, { times, state });
    return times;
  }

  /** To be called once profiles of these projects can be seen that could not be seen before. */
  written(projects: Iterable<number>): void {
    for (const project of projects) this.#writes.set(project, (this.#writes.get(project) ?? 0) + 1);
  }

  /** To be called when rows of `profiles` were dropped or replaced. */
  clear(): void {
    this.#cleared += 1;
    this.#entries.clear();
  }

  #stateOf(project: ProjectId): string {
    return `${this.#cleared}/${this.#writes.get(project) ?? 0}`;
  }

  #keep(key: string, entry: Entry): void {
    this.#entries.set(key, entry);
    if (this.#entries.size <= MAX_RECENT_RELEASES) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }
}
