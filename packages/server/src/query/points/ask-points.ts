import { profilePoints } from '../../store/readers/profile-points.ts';
import { unitsOf } from '../../store/readers/units-of.ts';
import type { QuestionContext } from '../merge/question-context.ts';
import { checkLabels, profileSelectionOf } from '../selection.ts';
import { typeOf } from '../selector/resolve-selector.ts';
import { askOfSort } from '../selector/wall-sort.ts';
import { checkGroupBy, checkPoints, MAX_POINTS, type Point, type PointsQuestion } from './point.ts';
import { spanPoints } from './span-points.ts';

/**
 * Single profiles, or spans, of a selection with their values, in no order.
 * @throws HearthError `query_too_big`; `invalid_request` for too many labels and for several units; `original_expired` for spans
 */
export async function askPoints(context: QuestionContext, question: PointsQuestion): Promise<readonly Point[]> {
  const { source, project, ask } = context;
  const { of, selection, groupBy } = question;
  checkGroupBy(groupBy);
  const asked = profileSelectionOf(selection);
  await checkLabels(source, asked.matchers, ask);
  const points = of === 'spans' ? await spanPoints(context, question) : await pointsOfProfiles();
  checkPoints(points, of);
  return points;

  async function pointsOfProfiles(): Promise<readonly Point[]> {
    const typed = { ...asked, type: selection.type };
    const [rows, units] = await askOfSort(context, typed, selection, (apps, _isMixed, asker) =>
      Promise.all([
        profilePoints(source, project, { ...typed, apps }, groupBy, MAX_POINTS + 1, asker),
        unitsOf(source, project, { ...typed, apps }, asker),
      ]),
    );
    // Refuses several units: they do not compare.
    typeOf({ ...selection, labels: [] }, units);
    return rows.map((row) => ({ ...row, span: '', trace: '' }));
  }
}
