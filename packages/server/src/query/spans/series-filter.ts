import { passingSeries } from '../../store/readers/passing-series.ts';
import { asksForSeries, type SampleFilter } from '../../store/readers/sample-filter.ts';
import type { QuestionContext } from '../merge/question-context.ts';

/** Which of a profile's series a selection takes: conditions on labels are the engine's to judge. */
export class SeriesFilter {
  readonly #context: Pick<QuestionContext, 'source' | 'project' | 'ask'>;
  readonly #filter: SampleFilter;
  /** By decimal id, of those that are stored. */
  readonly #passing = new Map<string, boolean>();
  readonly #asked = new Set<string>();

  constructor(context: Pick<QuestionContext, 'source' | 'project' | 'ask'>, filter: SampleFilter) {
    this.#context = context;
    this.#filter = filter;
  }

  /** For each series whether it is selected; undefined where all are. A profile's own comes first. */
  async passes(series: readonly string[]): Promise<readonly boolean[] | undefined> {
    if (!asksForSeries(this.#filter)) return undefined;
    const unknown = series.filter((id) => !this.#asked.has(id));
    if (unknown.length > 0) {
      const { source, project, ask } = this.#context;
      const found = await passingSeries(source, project, this.#filter.matchers, unknown, ask);
      for (const id of unknown) this.#asked.add(id);
      for (const [id, passes] of found) this.#passing.set(id, passes);
    }
    // One that is not stored was one too many for its project: its samples are of the profile's own.
    const own = this.#passing.get(series[0] ?? '') ?? false;
    return series.map((id) => this.#passing.get(id) ?? own);
  }
}
