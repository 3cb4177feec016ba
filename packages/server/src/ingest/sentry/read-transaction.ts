import type { DecodedSpan, OriginalContext, SeriesFacets } from '../../store/upload.ts';
import type { IngestLimits } from '../limits.ts';
import { type Fields, fieldsOf, hexIdOf, listOf, parseFields, textOf } from './fields.ts';
import { isWhole, MAX_SPAN_TAGS, MAX_SPAN_TEXT_LENGTH, MAX_THREAD_ID_LENGTH, type SpanItem } from './read-spans.ts';
import { plainVersion } from './session-facets.ts';
import { scopeOf } from './span-scope.ts';
import { timeMsOf } from './time-of.ts';

/** A transaction's event: the root of its spans, and what it runs on. */
export interface TransactionItem extends SpanItem {
  /** 32 digits; '' when it has none. */
  readonly eventId: string;
  readonly release: string;
  readonly environment: string;
  readonly facets: SeriesFacets;
}

/**
 * Reads the payload of a `transaction` item: an event with the root span in `contexts.trace` and its children in `spans`.
 * Children without a run of a profiler or thread of their own have their root's. Undefined when it is no such event.
 */
export function readTransaction(
  payload: Uint8Array,
  envelopeEventId: string,
  context: OriginalContext,
  limits: IngestLimits,
): TransactionItem | undefined {
  const event = parseFields(payload);
  if (event === undefined) return undefined;
  const contexts = fieldsOf(event['contexts']);
  const trace = fieldsOf(contexts['trace']);
  const data = fieldsOf(trace['data']);
  const eventId = hexIdOf(event['event_id'], 32) || envelopeEventId;
  const spanId = hexIdOf(trace['span_id'], 16);
  const root: DecodedSpan = {
    ...scopeOf(event['release'], event['environment'], context, limits),
    traceId: hexIdOf(trace['trace_id'], 32),
    spanId,
    parentId: hexIdOf(trace['parent_span_id'], 16),
    segmentId: spanId,
    isSegment: true,
    transactionId: eventId,
    sessionId: hexIdOf(fieldsOf(contexts['profile'])['profiler_id'], 32) || hexIdOf(data['profiler_id'], 32),
    threadId: threadIdOf(data),
    name: textOf(event['transaction'], MAX_SPAN_TEXT_LENGTH),
    op: textOf(trace['op'], MAX_SPAN_TEXT_LENGTH),
    status: textOf(trace['status'], MAX_SPAN_TEXT_LENGTH),
    ...timesOf(event),
    attributes: attributesOf(event, contexts, data),
  };
  if (!isWhole(root)) return undefined;

  const children = listOf(event['spans']);
  const read = children.slice(0, limits.spansPerItem).map((child) => childOf(root, fieldsOf(child)));
  const whole = read.filter(isWhole);
  const facets = facetsOf(event, contexts);
  return {
    spans: [root, ...whole],
    sessions: root.sessionId === '' ? [] : [{ sessionId: root.sessionId, facets }],
    invalid: read.length - whole.length,
    beyondLimit: Math.max(0, children.length - limits.spansPerItem),
    eventId,
    release: textOf(event['release'], limits.nameLength + 1),
    environment: textOf(event['environment'], limits.nameLength + 1),
    facets,
  };
}

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

function childOf(root: DecodedSpan, span: Fields): DecodedSpan {
  const data = fieldsOf(span['data']);
  return {
    ...root,
    traceId: hexIdOf(span['trace_id'], 32) || root.traceId,
    spanId: hexIdOf(span['span_id'], 16),
    parentId: hexIdOf(span['parent_span_id'], 16),
    isSegment: false,
    sessionId: hexIdOf(data['profiler_id'], 32) || root.sessionId,
    threadId: threadIdOf(data) || root.threadId,
    name: textOf(span['description'], MAX_SPAN_TEXT_LENGTH),
    op: textOf(span['op'], MAX_SPAN_TEXT_LENGTH),
    status: textOf(span['status'], MAX_SPAN_TEXT_LENGTH),
    ...timesOf(span),
    attributes: NO_ATTRIBUTES,
  };
}

const threadIdOf = (data: Fields): string => textOf(data['thread.id'], MAX_THREAD_ID_LENGTH);

/** 0 for a time that is none, which makes the span invalid. */
function timesOf(timed: Fields): { readonly startMs: number; readonly endMs: number } {
  const startMs = timeMsOf(timed['start_timestamp']) ?? 0;
  return { startMs, endMs: timeMsOf(timed['timestamp']) ?? 0 };
}

function attributesOf(event: Fields, contexts: Fields, data: Fields): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  const add = (name: string, value: unknown): void => {
    const text = textOf(value, MAX_SPAN_TEXT_LENGTH);
    if (text !== '') attributes.set(name, text);
  };
  add('dist', event['dist']);
  add('http.method', fieldsOf(event['request'])['method'] ?? data['http.request.method'] ?? data['http.method']);
  add('app.identifier', fieldsOf(contexts['app'])['app_identifier']);
  for (const [name, value] of tagsOf(event['tags']).slice(0, MAX_SPAN_TAGS)) {
    add(`tag.${textOf(name, MAX_SPAN_TEXT_LENGTH)}`, value);
  }
  return attributes;
}

/** An object, or a list of pairs. */
function tagsOf(tags: unknown): readonly (readonly [unknown, unknown])[] {
  if (!Array.isArray(tags)) return Object.entries(fieldsOf(tags));
  return listOf(tags).flatMap((pair) => (Array.isArray(pair) ? [[pair[0], pair[1]] as const] : []));
}

function facetsOf(event: Fields, contexts: Fields): SeriesFacets {
  const runtime = fieldsOf(contexts['runtime']);
  const device = fieldsOf(contexts['device']);
  const text = (value: unknown): string => textOf(value, MAX_SPAN_TEXT_LENGTH).trim();
  return {
    runtime: text(runtime['name']) || text(event['platform']),
    runtimeVersion: plainVersion(text(runtime['version'])),
    runtimeArch: text(device['arch']) || text(device['architecture']),
    runtimeOs: text(fieldsOf(contexts['os'])['name']),
    probeVersion: text(fieldsOf(event['sdk'])['version']),
    host: '',
  };
}
