import { HearthError } from '../../errors/hearth-error.ts';
import type { IngestLimits } from '../limits.ts';
import type { MultipartPart } from '../multipart/multipart-part.ts';
import { parseMultipart } from '../multipart/parse-multipart.ts';
import { type Attachment, attachmentKindOf } from './attachment.ts';
import { type DatadogEvent, parseEvent } from './event.ts';
import { readLegacyForm } from './legacy-form.ts';

/** An upload taken apart; nothing is inflated yet. */
export interface DatadogUpload {
  readonly event: DatadogEvent;
  readonly attachments: readonly Attachment[];
  readonly parts: readonly MultipartPart[];
}

/**
 * Takes a multipart body apart: parts in any order (dd-trace-go sends the event last), the event by its name or its file's.
 *
 * @throws HearthError `invalid_multipart`, `missing_event`, `invalid_event`, `no_profile`
 */
export function readDatadogUpload(body: Uint8Array, contentType: string, limits: IngestLimits): DatadogUpload {
  const parts = parseMultipart(body, contentType, limits);
  const { event, attachments } = readParts(parts, limits);
  const names = new Set<string>();
  for (const { name } of attachments) {
    if (names.has(name)) throw new HearthError('invalid_multipart', { message: `There are two parts named ${name}.` });
    names.add(name);
  }
  if (attachments.every(({ kind }) => kind === 'other')) throw new HearthError('no_profile');
  return { event, attachments, parts };
}

function readParts(parts: readonly MultipartPart[], limits: IngestLimits): Omit<DatadogUpload, 'parts'> {
  const legacy = readLegacyForm(parts);
  if (legacy !== undefined) return legacy;

  let event: DatadogEvent | undefined;
  const attachments: Attachment[] = [];
  for (const part of parts) {
    if (part.name !== 'event' && part.fileName !== 'event.json') {
      const name = part.fileName || part.name;
      attachments.push({ name, kind: attachmentKindOf(name), content: part.content });
      continue;
    }
    if (event !== undefined) throw new HearthError('invalid_multipart', { message: 'There are two event parts.' });
    if (part.content.length > limits.eventBytes) {
      throw new HearthError('invalid_event', { message: `event.json is larger than ${limits.eventBytes} bytes.` });
    }
    event = parseEvent(part.content);
  }
  if (event === undefined) throw new HearthError('missing_event');
  return { event, attachments };
}
