import type { SentryRecording } from '../sentry-recording.ts';
import { mapText, member, objectText, optionalText } from './json-text.ts';

/**
 * `thread_metadata` under the names that the samples use; null when the payload had none.
 * @param nameOfThread by place in `threadIds`
 */
export function threadsText({ threads, threadIds }: SentryRecording, nameOfThread: readonly string[]): string {
  if (threads === undefined) return 'null';
  const named = new Map(
    threadIds.flatMap((id, index) => {
      const thread = threads.get(id);
      return thread === undefined ? [] : [[nameOfThread[index]!, thread] as const];
    }),
  );
  return mapText(named, ({ name = '', priority }) =>
    objectText([
      optionalText('name', name),
      priority === undefined || priority === 0 ? undefined : member('priority', String(priority)),
    ]),
  );
}
