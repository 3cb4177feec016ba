import { rfc3339 } from './rfc3339.ts';
import type { DocumentSpan } from './stored-facts.ts';

const TAG_PREFIX = 'tag.';

/** `transaction_tags`: those of the span. */
export function tagsOf(span: DocumentSpan | undefined): ReadonlyMap<string, string> {
  if (span === undefined) return new Map();
  const tags = [...span.attributes].filter(([name]) => name.startsWith(TAG_PREFIX));
  return new Map(tags.map(([name, value]) => [name.slice(TAG_PREFIX.length), value]));
}

/** Ends of the time that a document is about, Unix milliseconds with a fraction. */
export interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
}

/** `transaction_metadata` as far as a span says it; its own ends win over those given. */
export function metadataOf(span: DocumentSpan | undefined, { startMs, endMs }: Stretch): Map<string, string> {
  const attribute = (name: string): string => span?.attributes.get(name) ?? '';
  return new Map([
    ['app.identifier', attribute('app.identifier')],
    ['dist', attribute('dist')],
    ['environment', span?.environment ?? ''],
    ['http.method', attribute('http.method')],
    ['release', span?.release ?? ''],
    ['transaction', span?.name ?? ''],
    ['transaction.end', rfc3339((span?.endMs ?? endMs) * 1000)],
    ['transaction.op', span?.op ?? ''],
    ['transaction.start', rfc3339((span?.startMs ?? startMs) * 1000)],
    ['transaction.status', span?.status ?? ''],
    ['segment_id', span?.segmentId ?? ''],
  ]);
}
