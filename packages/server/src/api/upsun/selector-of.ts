import type { Selector } from '../../query/selector/selector.ts';
import type { FacetFilter } from '../../store/readers/facet-field.ts';
import type { LabelMatcher } from '../../store/readers/label-matcher.ts';
import type { SecondsRange } from './parse-range.ts';

export interface Selection extends SecondsRange {
  readonly app: string;
  readonly environment: string;
  readonly type: string;
  readonly filters: readonly FacetFilter[];
}

/** A selection of this face as `query/` takes it. */
export function selectorOf({ app, environment, type, filters, fromSeconds, toSeconds }: Selection): Selector {
  const labels = filters.flatMap(matchersOf);
  return { apps: [app], environment, type, labels, fromMs: fromSeconds * 1000, toMs: toSeconds * 1000 };
}

/** A label that is not there is '', so it differs from every value that is listed. */
function matchersOf({ field, mode, values }: FacetFilter): readonly LabelMatcher[] {
  const [first = '', ...others] = values;
  if (mode === 'subtractive') return values.map((value) => ({ name: field, operator: '!=', value }));
  if (others.length === 0) return [{ name: field, operator: '=', value: first }];
  return [{ name: field, operator: '=~', value: values.map(quoted).join('|') }];
}

/** RE2 that matches exactly this text. */
const quoted = (value: string): string =>
  value
    .replace(/[!-/:-@[-`{-~ ]/g, String.raw`\$&`)
    .replace(/\p{Cc}/gu, (character) => `\\x{${character.charCodeAt(0).toString(16)}}`);
