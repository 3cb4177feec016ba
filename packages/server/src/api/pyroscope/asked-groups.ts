import { HearthError } from '../../errors/hearth-error.ts';
import { MAX_GROUP_LABELS } from '../../query/timeline/ask-timeline.ts';
import type { TimeRange } from '../../store/readers/profile-filter.ts';
import { type CallContext, labelOfRange } from './asked-labels.ts';
import { isTypeLabel, type Label, SERVICE_NAME, typeLabelValue } from './label-names.ts';

/** What is not among the largest groups has this for each of its labels. */
const REST = 'other';

/** By which labels an answer is grouped. */
export interface AskedGroups {
  /** As `query/` calls them. */
  readonly groupBy: readonly string[];
  /**
   * The labels of a group, ascending by name; what is not said is left out.
   * @param values in the order of `groupBy`; undefined for what is not among the largest
   */
  labelsOf(values: readonly string[] | undefined): readonly Label[];
}

/** @param names as Pyroscope calls them @throws HearthError `invalid_request` for too many */
export async function askedGroups(
  context: CallContext,
  range: TimeRange,
  typeId: string,
  names: readonly string[],
): Promise<AskedGroups> {
  const asked = [...new Set(names)];
  const ofProfiles = asked.filter((name) => !isTypeLabel(name));
  if (ofProfiles.length > MAX_GROUP_LABELS) {
    throw new HearthError('invalid_request', {
      message: `group_by: has more than ${String(MAX_GROUP_LABELS)} labels.`,
    });
  }
  const groupBy = await Promise.all(
    ofProfiles.map(async (name) => (name === SERVICE_NAME ? 'app' : labelOfRange(context, range, name))),
  );
  const labelValue = (name: string, values: readonly string[] | undefined): string => {
    if (isTypeLabel(name)) return typeLabelValue(name, typeId);
    return values === undefined ? REST : (values[ofProfiles.indexOf(name)] ?? '');
  };
  const sorted = [...asked].sort();
  return {
    groupBy,
    labelsOf: (values) =>
      sorted.map((name) => ({ name, value: labelValue(name, values) })).filter(({ value }) => value !== ''),
  };
}
