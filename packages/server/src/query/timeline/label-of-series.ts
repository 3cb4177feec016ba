import { isSeriesColumn } from '../../store/readers/label-matcher.ts';
import type { SeriesText } from '../../store/readers/load-series.ts';

/** The value of `app`, of a column, or of any other label; what is not said is ''. */
export function labelOfSeries(text: SeriesText | undefined, name: string): string {
  if (text === undefined) return '';
  return name === 'app' ? text.app : ownLabel(text, name);
}

/** The same of what are labels: a series may have one that is called `app`. */
export function ownLabel({ columns, labels }: SeriesText, name: string): string {
  if (isSeriesColumn(name)) return columns[name];
  // Names come from outside: `constructor` is none of an object's own.
  return Object.hasOwn(labels, name) ? labels[name]! : '';
}
