import { HearthError } from '../../errors/hearth-error.ts';
import { MAX_GROUP_LABELS, type TimelineAnswer, type TimelinePoint } from '../../query/timeline/ask-timeline.ts';
import { type CallContext, labelOfRange } from './asked-labels.ts';
import type { AskedSelector } from './asked-selector.ts';
import { isTypeLabel, SERVICE_NAME, typeLabelValue } from './label-names.ts';

/** What is not among the largest groups has this for each of its labels. */
const REST = 'other';

interface Label {
  readonly name: string;
  readonly value: string;
}

/** One line of a timeline. */
export interface Line {
  /** Ascending by name; what is not said is left out. */
  readonly labels: readonly Label[];
  readonly points: readonly TimelinePoint[];
}

export interface AskedTimeline {
  readonly typeId: string;
  /** As Pyroscope calls them. */
  readonly groupBy: readonly string[];
  readonly stepMs: number;
  /** The largest; all that are told apart when absent. */
  readonly limit?: number | undefined;
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
  { typeId, groupBy, stepMs, limit }: AskedTimeline,
): Promise<readonly Line[]> {
  const names = [...new Set(groupBy)];
  const ofProfiles = names.filter((name) => !isTypeLabel(name));
  if (ofProfiles.length > MAX_GROUP_LABELS) {
    throw new HearthError('invalid_request', {
      message: `group_by: has more than ${String(MAX_GROUP_LABELS)} labels.`,
    });
  }
  const ours = await Promise.all(
    ofProfiles.map(async (name) => (name === SERVICE_NAME ? 'app' : labelOfRange(context, selector, name))),
  );
  const { questions, project, ask } = context;
  const question = { selector, stepMs, groupBy: ours };
  const answer: TimelineAnswer = await questions.samples.timeline(project, question, ask);
  const labelValue = (name: string, values: readonly string[] | undefined): string => {
    if (isTypeLabel(name)) return typeLabelValue(name, typeId);
    return values === undefined ? REST : (values[ofProfiles.indexOf(name)] ?? '');
  };
  const sorted = [...names].sort();
  return answer.groups.slice(0, limit).map(({ labels, points }) => ({
    labels: sorted.map((name) => ({ name, value: labelValue(name, labels) })).filter(({ value }) => value !== ''),
    points,
  }));
}
