import { loadSeries, type SeriesText } from '../../store/readers/load-series.ts';
import type { Ask, RowSource } from '../../store/readers/row-source.ts';
import type { ProjectId } from '../../store/upload.ts';

/** Some 60 MB of labels; more than the instances of most installations over weeks. */
export const MAX_KNOWN_SERIES = 100_000;

/** The series that questions came upon, in memory: what an id stands for never changes. The oldest go when there are too many. */
export class KnownSeries {
  readonly #source: RowSource;
  readonly #max: number;
  /** By project and id. */
  readonly #known = new Map<string, SeriesText>();

  constructor(source: RowSource, max: number = MAX_KNOWN_SERIES) {
    this.#source = source;
    this.#max = max;
  }

  get size(): number {
    return this.#known.size;
  }

  /** Series by their ids (decimal), in the same order; undefined for one that is not stored. */
  async of(project: ProjectId, ids: readonly string[], ask: Ask = {}): Promise<readonly (SeriesText | undefined)[]> {
    const unknown = ids.filter((id) => !this.#known.has(keyOf(project, id)));
    const loaded = unknown.length === 0 ? undefined : await loadSeries(this.#source, project, unknown, ask);
    const texts = ids.map((id) => this.#known.get(keyOf(project, id)) ?? loaded?.get(id));
    for (const [id, text] of loaded ?? []) this.#known.set(keyOf(project, id), text);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= this.#max) break;
      this.#known.delete(oldest);
    }
    return texts;
  }
}

const keyOf = (project: ProjectId, id: string): string => `${String(project)}/${id}`;
