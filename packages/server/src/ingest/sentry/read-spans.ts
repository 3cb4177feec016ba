import type { DecodedSpan } from '../../store/upload.ts';
import type { SessionSighting } from '../upload-format.ts';

/** What one item of spans says. */
export interface SpanItem {
  readonly spans: readonly DecodedSpan[];
  /** Runs of a profiler with what they run on. */
  readonly sessions: readonly SessionSighting[];
  /** Spans that are not valid. */
  readonly invalid: number;
  /** Spans beyond the limit. */
  readonly beyondLimit: number;
}

/** Text fields of spans: names of routes and queries. Sentry cuts there too. */
export const MAX_SPAN_TEXT_LENGTH = 200;
/** Tags of one transaction that are kept; SDKs set about ten. */
export const MAX_SPAN_TAGS = 64;
/** As decimal digits, uint64. */
export const MAX_THREAD_ID_LENGTH = 20;

/** A span has ids and a time that does not run backwards. Zero is what SDKs write for "none". */
export const isWhole = ({ traceId, spanId, startMs, endMs }: DecodedSpan): boolean =>
  traceId !== '' && spanId !== '' && startMs > 0 && endMs >= startMs;
