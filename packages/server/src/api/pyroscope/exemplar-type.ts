import { HearthError } from '../../errors/hearth-error.ts';
import type { PointSubject } from '../../query/points/point.ts';

/** Numbers of the protocol; what is not said is none. */
const SUBJECTS: readonly (PointSubject | undefined)[] = [undefined, undefined, 'profiles', 'spans'];

/** What stands for a point; undefined for nothing. @throws HearthError `invalid_request` */
export function exemplarsOf(type: number): PointSubject | undefined {
  if (type >= 0 && type < SUBJECTS.length) return SUBJECTS[type];
  throw new HearthError('invalid_request', { message: 'exemplar_type: is not known.' });
}

/** Of a heatmap: unspecified is single profiles. @throws HearthError `invalid_request` */
export function heatmapOf(queryType: number): PointSubject {
  if (queryType === 0 || queryType === 1) return 'profiles';
  if (queryType === 2) return 'spans';
  throw new HearthError('invalid_request', { message: 'query_type: is not known.' });
}
