import type { Condition } from './profile-filter.ts';

export const matcherOperators = ['=', '!=', '=~', '!~'] as const;
export type MatcherOperator = (typeof matcherOperators)[number];

/**
 * Narrows by a label of a series. A label that a series lacks has the value ''. Patterns are RE2, match the whole value, and
 * run in the engine.
 */
export interface LabelMatcher {
  /** One of {@link seriesColumns}, or any other label. */
  readonly name: string;
  readonly operator: MatcherOperator;
  readonly value: string;
}

/** Labels that have a column of their own in `series` and in `profiles`. */
export const seriesColumns = [
  'environment',
  'release',
  'runtime',
  'runtime_version',
  'runtime_arch',
  'runtime_os',
  'probe_version',
  'host',
] as const;
export type SeriesColumn = (typeof seriesColumns)[number];

export const isSeriesColumn = (name: string): name is SeriesColumn =>
  (seriesColumns as readonly string[]).includes(name);

/** What a pattern is run as: the whole value has to match. */
export const anchored = (pattern: string): string => `^(?:${pattern})$`;

/** A condition over `series`, or over `profiles` when the label has a column. `index` tells bound values apart. */
export function matcherCondition({ name, operator, value }: LabelMatcher, index: number): Condition {
  const label = isSeriesColumn(name) ? name : `labels[{matcherName${index}:String}]`;
  const bound = `{matcher${index}:String}`;
  const isPattern = operator === '=~' || operator === '!~';
  const params = {
    [`matcher${index}`]: isPattern ? anchored(value) : value,
    ...(isSeriesColumn(name) ? {} : { [`matcherName${index}`]: name }),
  };
  if (!isPattern) return { sql: `${label} ${operator} ${bound}`, params };
  return { sql: `${operator === '!~' ? 'NOT ' : ''}match(${label}, ${bound})`, params };
}
