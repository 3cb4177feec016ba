import { HearthError } from '../../errors/hearth-error.ts';
import type { ProfilePoint } from '../../store/readers/profile-points.ts';
import type { Selection } from '../selection.ts';
import { MAX_GROUP_LABELS } from '../timeline/ask-timeline.ts';

/** One profile, or one span of it. */
export interface Point extends ProfilePoint {
  /** 16 hex digits; '' for all of the profile. */
  readonly span: string;
  /** The span's: 32 hex digits; '' where samples name none. */
  readonly trace: string;
}

export const pointSubjects = ['profiles', 'spans'] as const;
export type PointSubject = (typeof pointSubjects)[number];

export interface PointsQuestion {
  readonly of: PointSubject;
  /** Must have a type and both ends of its range. */
  readonly selection: Selection & { readonly type: string };
  /** `app`, or names of labels; at most as many as of a timeline. */
  readonly groupBy: readonly string[];
}

/** Some 40 MB; a week of an app's ten instances. */
export const MAX_POINTS = 200_000;

/** @throws HearthError `invalid_request` */
export function checkGroupBy(groupBy: readonly string[]): void {
  if (groupBy.length <= MAX_GROUP_LABELS) return;
  throw new HearthError('invalid_request', { message: `groupBy: has more than ${String(MAX_GROUP_LABELS)} labels.` });
}

/** @throws HearthError `query_too_big` for more than {@link MAX_POINTS} */
export function checkPoints(points: readonly Point[], what: PointSubject): void {
  if (points.length <= MAX_POINTS) return;
  throw new HearthError('query_too_big', {
    message: `The selection has more than ${String(MAX_POINTS)} ${what} (budget: ${what}); take a shorter range or one app.`,
  });
}
