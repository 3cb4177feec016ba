import type { JsonCursor } from './json-cursor.ts';
import { asJsonObject } from './json-value.ts';
import { readFrames } from './read-frames.ts';
import { type RawSamples, readSamples, type SampleClock } from './read-samples.ts';
import { readStacks } from './read-stacks.ts';
import { SentryDropError } from './sentry-drop-error.ts';
import type { SentryFrame } from './sentry-frame.ts';
import { SentryPayload } from './sentry-payload.ts';
import type { SentryStacks, SentryThread } from './sentry-recording.ts';

/** The member `profile` of a payload, read but neither checked nor normalised. */
export interface RawTrace {
  readonly frames: readonly SentryFrame[];
  readonly stacks: SentryStacks;
  readonly samples: RawSamples;
  readonly threads: ReadonlyMap<string, SentryThread> | undefined;
  readonly queues: ReadonlyMap<string, string> | undefined;
}

/**
 * Reads the trace of a payload. Samples and stacks, nine tenths of it, go into columns while the payload is walked over for the
 * first time; frames wait until the platform is known, which may stand after them.
 */
export class TraceReader {
  readonly #clock: SampleClock;
  #samples: RawSamples | undefined;
  #stacks: SentryStacks | undefined;
  #members: SentryPayload | undefined;

  constructor(clock: SampleClock) {
    this.#clock = clock;
  }

  /** For {@link SentryPayload.open}. */
  readonly readMember = (cursor: JsonCursor): boolean => {
    if (!cursor.keyIs('profile') || !cursor.isObject) return false;
    this.#members = SentryPayload.at(cursor, this.#readPart);
    return true;
  };

  get isEmpty(): boolean {
    return this.#members === undefined;
  }

  /** @throws SentryDropError `profiling_invalid_json` when a part is missing, `profiling_exceed_size_limit` */
  finish(platform: string): RawTrace {
    const members = this.#members;
    const frames = members?.cursor('frames');
    if (members === undefined || frames === undefined || this.#samples === undefined || this.#stacks === undefined) {
      throw new SentryDropError('profiling_invalid_json', 'samples, stacks or frames are missing');
    }
    return {
      samples: this.#samples,
      stacks: this.#stacks,
      frames: readFrames(frames, platform),
      threads: readThreads(members),
      queues: readQueues(members),
    };
  }

  readonly #readPart = (cursor: JsonCursor): boolean => {
    if (cursor.keyIs('samples')) this.#samples = readSamples(cursor, this.#clock);
    else if (cursor.keyIs('stacks')) this.#stacks = readStacks(cursor);
    else return false;
    return true;
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
