import type { MultipartPart } from '../multipart/multipart-part.ts';
import { type Attachment, attachmentKindOf } from './attachment.ts';
import { type DatadogEvent, makeEvent } from './event.ts';

/** The form of profilers before event.json: one field per fact, `types[0]` naming what `data[0]` holds. */
export interface LegacyForm {
  readonly event: DatadogEvent;
  readonly attachments: readonly Attachment[];
}

const START = 'recording-start';
/** Fields that later versions send as tags. */
const TAG_FIELDS = ['runtime', 'runtime_version', 'language', 'profiler_version'] as const;

/** Reads the older form (dd-trace-go v1, dd-trace-js before 3), or returns undefined when the parts are none. */
export function readLegacyForm(parts: readonly MultipartPart[]): LegacyForm | undefined {
  if (!parts.some((part) => part.name === START)) return undefined;
  const textOf = (name: string): string => {
    const part = parts.find((candidate) => candidate.name === name);
    return part === undefined ? '' : Buffer.from(part.content).toString('utf8').trim();
  };
  const tags: string[] = TAG_FIELDS.map((name) => [name, textOf(name)] as const)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}:${value}`);
  const attachments: Attachment[] = [];
  const extension = textOf('format') === 'jfr' ? 'jfr' : 'pprof';
  for (const part of parts) {
    if (part.name === 'tags[]') tags.push(Buffer.from(part.content).toString('utf8'));
    const index = /^data\[(\d{1,3})\]$/.exec(part.name)?.[1];
    if (index === undefined) continue;
    const name = `${textOf(`types[${index}]`) || index}.${extension}`;
    attachments.push({ name, kind: attachmentKindOf(name), content: part.content });
  }
  const event = makeEvent({
    tags,
    start: textOf(START),
    end: textOf('recording-end'),
    attachments: [],
    service: textOf('service'),
  });
  return { event, attachments };
}
