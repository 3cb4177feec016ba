import type { LabelMatcher, Selector } from '../api/wire.ts';
import { listField, type SearchOf, searchOf, textField } from './search-fields.ts';
import { parseRange, type Span, type TimeRange, wireRange } from './time-range.ts';

const text = textField();

/** Search parameters that every place understands: they stay when one goes from place to place. */
export const placeFields = {
  /** `6h`, or `from..to` in Unix seconds. */
  range: textField((value) => parseRange(value) !== undefined),
  environment: text,
};

/** Search parameters of every place that asks about samples. */
export const selectionFields = {
  ...placeFields,
  app: text,
  type: text,
  release: text,
  /** Filters by label: `host=eu-1a`, `region!=eu`. */
  where: listField(text, 20),
  /** Functions that a stack must have. */
  focus: listField(text, 8),
  /** Functions that are taken out of the stacks. */
  hide: listField(text, 8),
};

export const placeSearch = searchOf(placeFields);
export const selectionSearch = searchOf(selectionFields);

export type PlaceSearch = SearchOf<typeof placeSearch>;
export type SelectionSearch = SearchOf<typeof selectionSearch>;

export const DEFAULT_RANGE = '1h';

export const rangeOf = (search: PlaceSearch, fallback = DEFAULT_RANGE): TimeRange =>
  parseRange(search.range ?? fallback) ?? { kind: 'last', ms: 3_600_000 };

/** `host!=eu-1a` as a matcher; the first operator counts, so values may hold any of them. */
export function matcherOf(filter: string): LabelMatcher | undefined {
  const [, name, op, value] = /^([^=!~]+)(=~|!~|!=|=)(.*)$/s.exec(filter) ?? [];
  if (name === undefined || value === undefined) return undefined;
  return { name, op: op as LabelMatcher['op'], value };
}

export const filterText = ({ name, op, value }: LabelMatcher): string => `${name}${op}${value}`;

/** The selector of the API for what an address says. */
export function selectorOf(search: SelectionSearch, type: string, span: Span): Selector {
  const labels = (search.where ?? []).flatMap((filter) => matcherOf(filter) ?? []);
  return {
    ...(search.app === undefined ? {} : { app: search.app }),
    ...(search.environment === undefined ? {} : { environment: search.environment }),
    ...(search.release === undefined ? {} : { release: search.release }),
    ...(labels.length === 0 ? {} : { labels }),
    ...stacksOf(search),
    type,
    ...wireRange(span),
  };
}

function stacksOf({ focus, hide }: SelectionSearch): Pick<Selector, 'stacks'> {
  if (focus === undefined && hide === undefined) return {};
  const named = (names: readonly string[]) => names.map((value) => ({ field: 'function', op: '=', value }) as const);
  return {
    stacks: {
      ...(focus === undefined ? {} : { focus: named(focus) }),
      ...(hide === undefined ? {} : { hide: named(hide) }),
    },
  };
}
