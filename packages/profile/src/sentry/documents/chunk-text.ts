import type { SentryRecording, SentryStacks } from '../sentry-recording.ts';
import { debugMetaText } from './debug-meta-text.ts';
import { framesText } from './frames-text.ts';
import { member, objectText } from './json-text.ts';
import { measurementsText } from './measurements-text.ts';
import type { MergedChunks } from './merge-chunks.ts';
import { namedVersionText } from './profile-json.ts';
import type { StoredFacts } from './stored-facts.ts';
import { threadsText } from './threads-text.ts';
import { Utf8Writer } from './utf8-writer.ts';
import { STACK_ENTRY_BYTES, writeStacks } from './write-stacks.ts';

/**
 * Sentry's answer to `profiling/chunks/` (sentry.md 3.2): one chunk made of several. Thread ids are text here, times Unix
 * seconds as they were sent.
 * @param facts of the oldest chunk
 */
export function chunkText(
  { first, chunkIds, recording, images, measurements }: MergedChunks,
  facts: StoredFacts,
): string {
  const chunk = objectText([
    member('chunk_id', JSON.stringify(first.chunkId)),
    member('profiler_id', JSON.stringify(first.profilerId)),
    member('debug_meta', debugMetaText(images)),
    member('client_sdk', namedVersionText(first.clientSdk)),
    member('environment', JSON.stringify(first.environment)),
    member('platform', JSON.stringify(first.platform)),
    member('release', JSON.stringify(first.release)),
    member('version', JSON.stringify(first.version)),
    member('profile', recordingText(recording)),
    member('organization_id', String(facts.organizationId)),
    member('project_id', String(facts.projectId)),
    member('received', String(facts.receivedMs / 1000)),
    member('retention_days', String(facts.retentionDays)),
    member('measurements', measurements.length === 0 ? 'null' : measurementsText(measurements, 'timestamp', String)),
    member('options', 'null'),
  ]);
  return objectText([member('chunk', chunk), member('debug_chunk_ids', JSON.stringify(chunkIds))]);
}

const recordingText = (recording: SentryRecording): string =>
  objectText([
    member('frames', framesText(recording.frames)),
    member('samples', samplesText(recording)),
    member('stacks', stacksText(recording.stacks)),
    member('thread_metadata', threadsText(recording, recording.threadIds)),
  ]);

function samplesText({ samples, threadIds, startMs }: SentryRecording): string {
  const { length, stack, thread, timeSeconds, elapsedNanos } = samples;
  const threads = threadIds.map((id) => JSON.stringify(id));
  let text = '[';
  for (let i = 0; i < length; i++) {
    const seconds = timeSeconds?.[i] ?? (startMs + elapsedNanos[i]! / 1e6) / 1000;
    text += `${i === 0 ? '' : ','}{"stack_id":${stack[i]},"thread_id":${threads[thread[i]!]},"timestamp":${seconds}}`;
  }
  return `${text}]`;
}

function stacksText(stacks: SentryStacks): string {
  const writer = new Utf8Writer((stacks.length + stacks.frame.length) * STACK_ENTRY_BYTES);
  writeStacks(writer, stacks);
  return new TextDecoder().decode(writer.bytes);
}
