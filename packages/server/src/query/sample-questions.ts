import type { Ask, RowSource } from '../store/readers/row-source.ts';
import type { ProjectId } from '../store/upload.ts';
import { AskedOnce } from './asked-once.ts';
import { askDiff, type DiffAnswer, type DiffQuestion } from './diff/ask-diff.ts';
import { askPointHeatmap, type PointHeatmapAnswer, type PointHeatmapQuestion } from './heatmap/ask-point-heatmap.ts';
import { askMerge, type MergeAnswer, type MergeQuestion } from './merge/ask-merge.ts';
import type { QuestionContext } from './merge/question-context.ts';
import { askExemplars, type ExemplarsAnswer, type ExemplarsQuestion } from './points/ask-exemplars.ts';
import { type QuestionMemory, questionMemory } from './question-memory.ts';
import type { TracedReader } from './spans/traced-reader.ts';
import { askTimeline, type TimelineAnswer, type TimelineQuestion } from './timeline/ask-timeline.ts';
import { askCallers, type CallersAnswer, type CallersQuestion } from './top/ask-callers.ts';
import { askTop, type TopAnswer, type TopQuestion } from './top/ask-top.ts';

/** An answer with what it cost the engine; rows read for the trees in memory are not counted, since they are kept. */
export type Costed<Answer> = Answer & { readonly rowsRead: number };

/**
 * Questions over the values of profiles. The same question asked twice at once runs once; it is killed in the engine when
 * nobody waits for it. Throws HearthError: `query_timeout`, `query_too_big`, `engine_unavailable`, and what each question says.
 */
export class SampleQuestions {
  readonly #source: RowSource;
  readonly #memory: QuestionMemory;
  readonly #stored: TracedReader | undefined;
  readonly #once = new AskedOnce();

  /** @param stored reads originals again; without it nothing is known of spans */
  constructor(source: RowSource, memory: QuestionMemory = questionMemory(source), stored?: TracedReader) {
    this.#source = source;
    this.#stored = stored;
    this.#memory = memory;
  }

  /** The flame graph of a selection. */
  merge(project: ProjectId, question: MergeQuestion, ask: Ask = {}): Promise<Costed<MergeAnswer>> {
    return this.#ask('merge', project, question, ask, askMerge);
  }

  /** The functions that take most. */
  top(project: ProjectId, question: TopQuestion, ask: Ask = {}): Promise<Costed<TopAnswer>> {
    return this.#ask('top', project, question, ask, askTop);
  }

  /** Who calls a function, and what it calls. */
  callers(project: ProjectId, question: CallersQuestion, ask: Ask = {}): Promise<Costed<CallersAnswer>> {
    return this.#ask('callers', project, question, ask, askCallers);
  }

  /** Values by slot; the range must have both ends. */
  timeline(project: ProjectId, question: TimelineQuestion, ask: Ask = {}): Promise<Costed<TimelineAnswer>> {
    return this.#ask('timeline', project, question, ask, askTimeline);
  }

  /** Two selections in one shape. */
  diff(project: ProjectId, question: DiffQuestion, ask: Ask = {}): Promise<Costed<DiffAnswer>> {
    return this.#ask('diff', project, question, ask, askDiff);
  }

  /** The largest profile, or span, of each slot of a timeline; the range must have both ends. */
  exemplars(project: ProjectId, question: ExemplarsQuestion, ask: Ask = {}): Promise<Costed<ExemplarsAnswer>> {
    return this.#ask('exemplars', project, question, ask, askExemplars);
  }

  /** Profiles by labels, or spans, by time and value; the range must have both ends. */
  pointHeatmap(project: ProjectId, question: PointHeatmapQuestion, ask: Ask = {}): Promise<Costed<PointHeatmapAnswer>> {
    return this.#ask('point-heatmap', project, question, ask, askPointHeatmap);
  }

  async #ask<Question, Answer extends object>(
    kind: string,
    project: ProjectId,
    question: Question,
    asker: Ask,
    answer: (context: QuestionContext, question: Question) => Promise<Answer>,
  ): Promise<Costed<Answer>> {
    return this.#once.ask(kind, project, question, asker, async (ask) => {
      let rowsRead = 0;
      const counting: Ask = {
        ...ask,
        onRowsRead: (rows) => {
          rowsRead += rows;
        },
      };
      const answered = await answer(
        { ...this.#memory, source: this.#source, stored: this.#stored, project, ask: counting },
        question,
      );
      return { ...answered, rowsRead };
    });
  }
}
