import { asJsonObject } from './json-value.ts';
import { readFrames } from './read-frames.ts';
import { type RawSamples, readSamples, type SampleClock } from './read-samples.ts';
import { readStacks } from './read-stacks.ts';
import { SentryDropError } from './sentry-drop-error.ts';
import type { SentryFrame } from './sentry-frame.ts';
import type { SentryPayload } from './sentry-payload.ts';
import type { SentryStacks, SentryThread } from './sentry-recording.ts';

/** The member `profile` of a payload, read but neither checked nor normalised. */
export interface RawTrace {
  readonly frames: readonly SentryFrame[];
  readonly stacks: SentryStacks;
  readonly samples: RawSamples;
  readonly threads: ReadonlyMap<string, SentryThread> | undefined;
  readonly queues: ReadonlyMap<string, string> | undefined;
}

/** @throws SentryDropError `profiling_invalid_json` when a part is missing, `profiling_exceed_size_limit` */
export function readTrace(payload: SentryPayload, platform: string, clock: SampleClock): RawTrace {
  const trace = payload.object('profile');
  const samples = trace?.cursor('samples');
  const stacks = trace?.cursor('stacks');
  const frames = trace?.cursor('frames');
  if (trace === undefined || samples === undefined || stacks === undefined || frames === undefined) {
    throw new SentryDropError('profiling_invalid_json', 'samples, stacks or frames are missing');
  }
  return {
    samples: readSamples(samples, clock),
    stacks: readStacks(stacks),
    frames: readFrames(frames, platform),
    threads: readThreads(trace),
    queues: readQueues(trace),
  };
}

function readThreads(trace: SentryPayload): ReadonlyMap<string, SentryThread> | undefined {
  const threads = asJsonObject(trace.value('thread_metadata'));
  if (threads === undefined) return undefined;
  const entries = Object.entries(threads).map(([id, value]): [string, SentryThread] => {
    const { name, priority } = asJsonObject(value) ?? {};
    return [
      id,
      {
        name: typeof name === 'string' && name !== '' ? name : undefined,
        priority: typeof priority === 'number' ? priority : undefined,
      },
    ];
  });
  return new Map(entries);
}

function readQueues(trace: SentryPayload): ReadonlyMap<string, string> | undefined {
  const queues = asJsonObject(trace.value('queue_metadata'));
  if (queues === undefined) return undefined;
  const entries = Object.entries(queues).map(([address, value]): [string, string] => {
    const label = asJsonObject(value)?.['label'];
    return [address, typeof label === 'string' ? label : ''];
  });
  return new Map(entries);
}
