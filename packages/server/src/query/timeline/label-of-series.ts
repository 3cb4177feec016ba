import { isSeriesColumn } from '../../store/readers/label-matcher.ts';
import type { SeriesText } from '../../store/readers/load-series.ts';

/** The value of `app`, of a column, or of any other label; what is not said is ''. */
export function labelOfSeries(text: SeriesText | undefined, name: string): string {
  if (text === undefined) return '';
  if (name === 'app') return text.app;
  return (isSeriesColumn(name) ? text.columns[name] : text.labels[name]) ?? '';
}
