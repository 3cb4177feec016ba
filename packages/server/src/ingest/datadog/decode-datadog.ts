import { isEventTimeline, whenReleased } from '@hearth/profile';
import {
  type DecodedProfile,
  NO_LINK,
  type Original,
  type OriginalContext,
  type PartialDrop,
  type ProfilePart,
} from '../../store/upload.ts';
import { decodePprofPart } from '../decode-pprof-part.ts';
import { giveInflated } from '../inflate/again-inflater.ts';
import { inflate } from '../inflate/inflate.ts';
import { type IngestLimits, MAX_WINDOW_MS } from '../limits.ts';
import { seriesOfTags } from '../tags/series-of-tags.ts';
import type { PreparedUpload } from '../upload-format.ts';
import { type Attachment, lockHintOf } from './attachment.ts';
import type { DatadogEvent } from './event.ts';
import { identifyUpload } from './identify-upload.ts';
import { parseProfilerTags } from './profiler-tags.ts';
import { type DatadogUpload, readDatadogUpload } from './read-datadog-upload.ts';

/** Uploads that name no window at all are taken to have lasted as long as the profilers' default period. */
const DEFAULT_WINDOW_MS = 60_000;

/**
 * Decodes an upload of a Datadog or Blackfire profiler: one profile with the parts of all its pprof attachments.
 * A pure function of the original. Attachments that nobody reads yet stay in it.
 *
 * @throws HearthError for everything that is refused; no other error, whatever the bytes are
 */
export function decodeDatadog(original: Original, limits: IngestLimits): PreparedUpload {
  const upload = readDatadogUpload(original.body, original.contentType, limits);
  const tags = parseProfilerTags(upload.event.tags);
  const series = seriesOfTags(tags.values, upload.event.service, original.context, limits);
  const parts = decodeParts(upload.attachments, limits);
  const profile: DecodedProfile = {
    ownId: undefined,
    ...series,
    ...windowOf(upload.event, parts, original.context),
    link: NO_LINK,
    state: parts.length === 0 && hasJfr(upload) ? 'not_decoded' : 'decoded',
    parts,
  };
  return {
    decoded: { profiles: [profile], spans: [], drops: dropsOf(upload, tags.malformed) },
    ...identifyUpload(upload, tags.values),
  };
}

const hasJfr = (upload: DatadogUpload): boolean => upload.attachments.some((attachment) => attachment.kind === 'jfr');

/** One bound on the inflated size holds for all attachments together. */
function decodeParts(attachments: readonly Attachment[], limits: IngestLimits): ProfilePart[] {
  const parts: ProfilePart[] = [];
  let maxBytes = limits.inflatedBytes;
  for (const { name, kind, content } of attachments) {
    if (kind !== 'pprof') continue;
    const bytes = inflate(content, { maxBytes, name, isGivenBack: true });
    maxBytes -= bytes.length;
    const profile = decodePprofPart(bytes, { name, limits, hint: lockHintOf(name) });
    // Texts are decoded from these bytes when they are asked for.
    whenReleased(profile, () => giveInflated(bytes));
    if (!isEventTimeline(profile)) parts.push({ name, profile });
  }
  return parts;
}

/** The event's window; what it leaves out comes from the longest part and the time of arrival. pprof's own times differ by client. */
function windowOf(
  event: DatadogEvent,
  parts: readonly ProfilePart[],
  context: OriginalContext,
): { readonly startMs: number; readonly endMs: number } {
  const { startMs, endMs } = event;
  if (startMs !== undefined && endMs !== undefined) return { startMs, endMs };
  const longestMs = Math.floor(Math.max(0, ...parts.map(({ profile }) => profile.durationNanos)) / 1e6);
  const windowMs = longestMs > 0 && longestMs <= MAX_WINDOW_MS ? longestMs : DEFAULT_WINDOW_MS;
  if (startMs !== undefined) return { startMs, endMs: startMs + windowMs };
  const end = endMs ?? context.receivedMs;
  return { startMs: end - windowMs, endMs: end };
}

function dropsOf(upload: DatadogUpload, malformedTags: number): PartialDrop[] {
  const drops: PartialDrop[] = [];
  if (malformedTags > 0) {
    drops.push({ reason: 'malformed_tag', count: malformedTags, message: 'Tags without a name were left out.' });
  }
  const present = new Set(upload.attachments.map(({ name }) => name));
  const missing = upload.event.attachments.filter((name) => !present.has(name)).length;
  if (missing > 0) {
    drops.push({ reason: 'missing_attachment', count: missing, message: 'Announced attachments did not come.' });
  }
  return drops;
}
