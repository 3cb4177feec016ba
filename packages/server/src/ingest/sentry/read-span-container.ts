import type { DecodedSpan, OriginalContext, SeriesFacets } from '../../store/upload.ts';
import type { IngestLimits } from '../limits.ts';
import type { SessionSighting } from '../upload-format.ts';
import { type Fields, fieldsOf, hexIdOf, listOf, parseFields, textOf } from './fields.ts';
import { isWhole, MAX_SPAN_TEXT_LENGTH, MAX_THREAD_ID_LENGTH, type SpanItem } from './read-spans.ts';
import { plainVersion } from './session-facets.ts';
import { scopeOf } from './span-scope.ts';
import { timeMsOf } from './time-of.ts';

/**
 * Reads the payload of a `span` item, `{version: 2, items: [...]}`: spans that SDK 11 streams instead of transactions. Only
 * segment spans name the run of a profiler, so spans of a segment that is in the same item have that segment's.
 * Undefined when it is no such container.
 */
export function readSpanContainer(
  payload: Uint8Array,
  context: OriginalContext,
  limits: IngestLimits,
): SpanItem | undefined {
  const container = parseFields(payload);
  const items = container?.['items'];
  if (!Array.isArray(items)) return undefined;
  const sessions: SessionSighting[] = [];
  const read = listOf(items)
    .slice(0, limits.spansPerItem)
    .map((item) => {
      const attributes = fieldsOf(fieldsOf(item)['attributes']);
      const span = spanOf(fieldsOf(item), attributes, context, limits);
      if (span.isSegment && span.sessionId !== '') {
        sessions.push({ sessionId: span.sessionId, facets: facetsOf(attributes) });
      }
      return span;
    });
  const whole = read.filter(isWhole);
  const segments = new Map(whole.filter(({ isSegment }) => isSegment).map((span) => [span.spanId, span]));
  return {
    spans: whole.map((span) => {
      const segment = segments.get(span.segmentId);
      if (segment === undefined || segment === span) return span;
      return {
        ...span,
        sessionId: span.sessionId || segment.sessionId,
        threadId: span.threadId || segment.threadId,
      };
    }),
    sessions,
    invalid: read.length - whole.length,
    beyondLimit: Math.max(0, items.length - limits.spansPerItem),
  };
}

/** Attributes are `{<name>: {value, type}}`. */
const attributeOf = (attributes: Fields, name: string): unknown => fieldsOf(attributes[name])['value'];

function spanOf(span: Fields, attributes: Fields, context: OriginalContext, limits: IngestLimits): DecodedSpan {
  const text = (value: unknown): string => textOf(value, MAX_SPAN_TEXT_LENGTH);
  const value = (name: string): unknown => attributeOf(attributes, name);
  const spanId = hexIdOf(span['span_id'], 16);
  const isSegment = span['is_segment'] === true;
  return {
    ...scopeOf(value('sentry.release'), value('sentry.environment'), context, limits),
    traceId: hexIdOf(span['trace_id'], 32),
    spanId,
    parentId: hexIdOf(span['parent_span_id'], 16),
    segmentId: hexIdOf(value('sentry.segment.id'), 16) || (isSegment ? spanId : ''),
    isSegment,
    transactionId: '',
    sessionId: hexIdOf(value('sentry.profiler_id'), 32),
    threadId: textOf(value('thread.id'), MAX_THREAD_ID_LENGTH),
    name: text(span['name']),
    op: text(value('sentry.op')),
    status: text(span['status']),
    startMs: timeMsOf(span['start_timestamp']) ?? 0,
    endMs: timeMsOf(span['end_timestamp']) ?? 0,
    attributes: new Map(
      [
        ['dist', text(value('sentry.dist'))] as const,
        ['http.method', text(value('http.request.method'))] as const,
      ].filter(([, given]) => given !== ''),
    ),
  };
}

/** Node's spans name the engine (`v8`) and not the runtime, so the runtime stays what the chunk says. */
function facetsOf(attributes: Fields): SeriesFacets {
  const text = (value: unknown): string => textOf(value, MAX_SPAN_TEXT_LENGTH).trim();
  const value = (name: string): unknown => attributeOf(attributes, name);
  return {
    runtime: text(value('process.runtime.name')),
    runtimeVersion: plainVersion(text(value('process.runtime.version'))),
    runtimeArch: text(listOf(value('device.archs'))[0]) || text(value('device.arch')),
    runtimeOs: text(value('os.name')),
    probeVersion: text(value('sentry.sdk.version')),
    host: '',
  };
}
