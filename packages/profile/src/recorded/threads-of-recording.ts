import { ProfileBuilder } from '../profile-builder.ts';
import { OwnThreads } from '../sentry/own-threads.ts';
import { typesOfRecording } from '../sentry/profile-of-recording.ts';
import { sampleDurations } from '../sentry/sample-durations.ts';
import type { SentryRecording } from '../sentry/sentry-recording.ts';
import { StackWriter } from '../sentry/stack-writer.ts';
import { chooseType } from './choose-type.ts';
import type { RecordedThreads } from './recorded-threads.ts';
import { SampleColumns } from './sample-columns.ts';

const MS_NANOS = 1e6;

/** The threads of one of Sentry's recordings, but for those of its SDK. Types and values are those of `profileOfRecording`. */
export function threadsOfRecording(recording: SentryRecording, platform: string, wanted?: string): RecordedThreads {
  const types = typesOfRecording(platform);
  const type = types[chooseType(types, wanted)]!;
  const { samples, threadIds, threads } = recording;
  const durations = sampleDurations(recording);
  const own = new OwnThreads(recording);
  const builder = new ProfileBuilder(types);
  const stacks = new StackWriter(builder, recording);
  const columns = threadIds.map(() => new SampleColumns());
  for (let sample = 0; sample < samples.length; sample++) {
    const thread = samples.thread[sample]!;
    const stack = samples.stack[sample]!;
    if (own.has(thread, stack)) continue;
    const isIdle = samples.idle[sample] === 1 || stacks.isIdle(stack);
    const nanos = durations[sample]!;
    const value = type.type === 'samples' ? 1 : type.type === 'cpu' && isIdle ? 0 : nanos;
    const timeMs = samples.elapsedNanos[sample]! / MS_NANOS;
    columns[thread]!.add(timeMs, nanos / MS_NANOS, isIdle ? -1 : stacks.write(stack, false), value);
  }
  return {
    hasTimes: true,
    untimedSamples: 0,
    intervalMs: undefined,
    types,
    type,
    profile: builder.finish(),
    threads: threadIds.flatMap((id, thread) => {
      const all = columns[thread]!.finish();
      if (all.length === 0) return [];
      return [{ name: threads?.get(id)?.name ?? '', id, processName: '', processId: '', samples: all }];
    }),
  };
}
