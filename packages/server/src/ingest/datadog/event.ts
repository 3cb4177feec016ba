import { parseRfc3339Ms } from '@hearth/profile';
import { z } from 'zod';
import { HearthError } from '../../errors/hearth-error.ts';
import { MAX_WINDOW_MS } from '../limits.ts';

/** What an upload says about itself, from event.json or the older form's fields. */
export interface DatadogEvent {
  /** `name:value` fragments. */
  readonly tags: readonly string[];
  /** As sent, for the identity of the upload; '' when not said. */
  readonly start: string;
  readonly end: string;
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  /** File names of the attachments that were announced. */
  readonly attachments: readonly string[];
  /** Application that the event names beside its tags; '' when none. */
  readonly service: string;
}

/** The intake's event, version 4. Unknown fields are ignored. The browser SDK sends the version as a number. */
const eventSchema = z.object({
  version: z.union([z.literal('4'), z.literal(4)]).nullish(),
  attachments: z.array(z.string()).nullish(),
  tags_profiler: z.union([z.string(), z.array(z.string())]).nullish(),
  start: z.string().nullish(),
  end: z.string().nullish(),
  info: z.unknown().optional(),
});
const infoSchema = z.object({ application: z.object({ service: z.string() }) });

const invalid = (message: string, cause?: unknown): HearthError =>
  new HearthError('invalid_event', { message: `event.json is not valid: ${message}.`, cause });

/** @throws HearthError `invalid_event` */
export function parseEvent(bytes: Uint8Array): DatadogEvent {
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw invalid('it is not JSON in UTF-8', error);
  }
  const event = eventSchema.safeParse(document);
  if (!event.success) {
    const issue = event.error.issues[0];
    throw invalid(`${issue?.path.join('.') || 'the document'}: ${issue?.message ?? 'not as expected'}`);
  }
  const { tags_profiler: tags, attachments, info } = event.data;
  return makeEvent({
    tags: typeof tags === 'string' ? tags.split(',') : (tags ?? []),
    start: event.data.start ?? '',
    end: event.data.end ?? '',
    attachments: attachments ?? [],
    // Most have none, and words for what is wrong with it take longer to make than the rest of the event.
    service: info === undefined ? '' : (infoSchema.safeParse(info).data?.application.service ?? ''),
  });
}

/** Checks and reads the times. @throws HearthError `invalid_event` */
export function makeEvent(fields: Omit<DatadogEvent, 'startMs' | 'endMs'>): DatadogEvent {
  const startMs = parseTime('start', fields.start);
  const endMs = parseTime('end', fields.end);
  if (startMs !== undefined && endMs !== undefined && endMs < startMs) throw invalid('the end is before the start');
  if (startMs !== undefined && endMs !== undefined && endMs - startMs > MAX_WINDOW_MS) {
    throw invalid('the end is more than 31 days after the start');
  }
  for (const text of [...fields.tags, fields.service]) {
    if (/\p{Surrogate}/u.test(text)) throw invalid('a tag holds half a character');
  }
  return { ...fields, startMs, endMs };
}

function parseTime(name: string, text: string): number | undefined {
  if (text === '') return undefined;
  const ms = parseRfc3339Ms(text);
  if (ms === undefined) throw invalid(`the ${name} is not a time of RFC 3339`);
  return ms;
}
