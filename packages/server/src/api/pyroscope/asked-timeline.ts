import { HearthError } from '../../errors/hearth-error.ts';
import type { Exemplar } from '../../query/points/ask-exemplars.ts';
import type { PointSubject } from '../../query/points/point.ts';
import type { TimelineAnswer, TimelinePoint } from '../../query/timeline/ask-timeline.ts';
import { type AskedGroups, askedGroups } from './asked-groups.ts';
import type { CallContext } from './asked-labels.ts';
import type { AskedSelector } from './asked-selector.ts';

/** One line of a timeline. */
export interface Line {
  readonly labels: ReturnType<AskedGroups['labelsOf']>;
  readonly points: readonly TimelinePoint[];
  /** By the start of their slot; none when they were not asked for. */
  readonly exemplars: ReadonlyMap<number, Exemplar>;
}

export interface AskedTimeline {
  readonly typeId: string;
  /** As Pyroscope calls them. */
  readonly groupBy: readonly string[];
  readonly stepMs: number;
  /** The largest; all that are told apart when absent. */
  readonly limit?: number | undefined;
  /** Functions from the root that stacks have to begin with. */
  readonly callSite?: readonly string[] | undefined;
  /** What stands for each point; nothing when absent. */
  readonly exemplars?: PointSubject | undefined;
}

/** Whole milliseconds. @throws HearthError `invalid_request` for none */
export function stepOfSeconds(seconds: number): number {
  const stepMs = Math.round(seconds * 1000);
  if (stepMs >= 1 && Number.isSafeInteger(stepMs)) return stepMs;
  throw new HearthError('invalid_request', { message: 'step: has to be seconds, a millisecond at least.' });
}

/** Lines of a selection, the largest first. @throws HearthError `invalid_request` for too many labels, and what a timeline throws */
export async function askTimelineLines(
  context: CallContext,
  selector: AskedSelector,
  { typeId, groupBy: names, stepMs, limit, callSite, exemplars: of }: AskedTimeline,
): Promise<readonly Line[]> {
  const { groupBy, labelsOf } = await askedGroups(context, selector, typeId, names);
  const { questions, project, ask } = context;
  const question = { selector, stepMs, groupBy, callSite };
  const [answer, found]: [TimelineAnswer, readonly Exemplar[]] = await Promise.all([
    questions.samples.timeline(project, question, ask),
    of === undefined
      ? []
      : questions.samples
          .exemplars(project, { of, selection: selector, groupBy, stepMs }, ask)
          .then(({ exemplars }) => exemplars),
  ]);
  const exemplarsOf = (labels: readonly string[] | undefined): ReadonlyMap<number, Exemplar> => {
    const own = found.filter(({ group }) => JSON.stringify(group) === JSON.stringify(labels));
    return new Map(own.map((exemplar) => [exemplar.slotMs, exemplar]));
  };
  return answer.groups.slice(0, limit).map(({ labels, points }) => ({
    labels: labelsOf(labels),
    points,
    exemplars: exemplarsOf(labels),
  }));
}
