import type { FelderaQuery } from '../feldera-query.ts';
import { QueryError } from '../query-error.ts';

const selectors = ['all', 'status', 'status_with_connectors'] as const;

/** Which fields of a pipeline are answered. */
export type Selector = (typeof selectors)[number];

/** @throws QueryError */
export function selectorOf(query: FelderaQuery): Selector {
  const text = query.text('selector') ?? 'all';
  const selector = selectors.find((known) => known === text);
  if (selector !== undefined) return selector;
  const known = selectors.map((name) => `\`${name}\``).join(', ');
  throw new QueryError(`unknown variant \`${text}\`, expected one of ${known}`);
}
