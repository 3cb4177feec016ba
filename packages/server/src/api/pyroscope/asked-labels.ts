import { HearthError } from '../../errors/hearth-error.ts';
import type { Questions } from '../../query/questions.ts';
import { MAX_SELECTED_APPS } from '../../query/selector/selector.ts';
import type { LabelMatcher } from '../../store/readers/label-matcher.ts';
import { MAX_LABEL_PAGE } from '../../store/readers/list-labels.ts';
import type { TimeRange } from '../../store/readers/profile-filter.ts';
import type { Ask } from '../../store/readers/row-source.ts';
import type { ProjectId } from '../../store/upload.ts';
import { isTypeLabel, labelOfPyroscope, PROFILE_TYPE, SERVICE_NAME } from './label-names.ts';
import { parseLabelSelector } from './parse-label-selector.ts';

/** Where a call's questions go. */
export interface CallContext {
  readonly questions: Questions;
  readonly project: ProjectId;
  readonly ask: Ask;
}

/** What a label selector says in the words of `query/`. */
export interface AskedLabels {
  readonly apps: readonly string[] | undefined;
  readonly labels: readonly LabelMatcher[];
  /** Id of the only type that it lets pass. */
  readonly typeId: string | undefined;
}

/** What is true of every app: each has a name. Grafana says so where nothing is chosen. */
const ANY_APP: ReadonlySet<string> = new Set(['!=', '=~.*', '=~.+']);
/** Names one after the other, and nothing that means more in a pattern. */
const LITERALS = /^[\w\-/ ]+(?:\|[\w\-/ ]+)*$/;

/**
 * Reads a label selector.
 * @param where it stands, for messages
 * @throws HearthError `invalid_request`
 */
export async function askedLabels(
  context: CallContext,
  range: TimeRange,
  text: string,
  where: string,
): Promise<AskedLabels> {
  const apps: Omit<LabelMatcher, 'name'>[] = [];
  const labels: LabelMatcher[] = [];
  let typeId: string | undefined;
  const known = labelsOfRange(context, range);
  for (const matcher of parseLabelSelector(text, where)) {
    const { name, operator, value } = matcher;
    if (name === SERVICE_NAME || name === '__service_name__') apps.push(matcher);
    else if (name === PROFILE_TYPE && operator === '=' && (typeId ?? value) === value) typeId = value;
    else if (isTypeLabel(name)) {
      throw new HearthError('invalid_request', {
        message: `${where} is not valid: of types, only ${PROFILE_TYPE}="..." can be asked for, once.`,
      });
    } else labels.push({ name: await labelOfPyroscope(name, known), operator, value });
  }
  return { apps: await appsOf(context, range, apps), labels, typeId };
}

/** The label of ours that the caller means. */
export const labelOfRange = (context: CallContext, range: TimeRange, name: string): Promise<string> =>
  labelOfPyroscope(name, labelsOfRange(context, range));

/** All labels of a range, asked for once. */
function labelsOfRange({ questions, project, ask }: CallContext, range: TimeRange): () => Promise<readonly string[]> {
  let asked: Promise<readonly string[]> | undefined;
  const read = async (): Promise<readonly string[]> => {
    const selection = { ...range, labels: [] };
    const { items } = await questions.labels(project, { selection, limit: MAX_LABEL_PAGE }, ask);
    return items.map(({ name }) => name);
  };
  return () => {
    asked ??= read();
    return asked;
  };
}

/** Named apps as they are; those that a condition is about are looked up. */
async function appsOf(
  { questions, project, ask }: CallContext,
  range: TimeRange,
  conditions: readonly Omit<LabelMatcher, 'name'>[],
): Promise<readonly string[] | undefined> {
  const real = conditions.filter(({ operator, value }) => !ANY_APP.has(`${operator}${value}`));
  const [only, second] = real;
  if (only === undefined) return undefined;
  if (second === undefined && only.operator === '=') return [only.value];
  if (second === undefined && only.operator === '=~' && LITERALS.test(only.value)) {
    const names = [...new Set(only.value.split('|'))];
    if (names.length <= MAX_SELECTED_APPS) return names;
  }
  return questions.appsNamed(project, range, real, ask);
}
