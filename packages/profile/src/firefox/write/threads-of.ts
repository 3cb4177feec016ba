import type { Profile } from '../../profile.ts';
import { textLabelsOf } from '../../sample-labels.ts';
import { THREAD_LABELS, type ThreadField } from '../../thread-labels.ts';
import type { FirefoxWeightType } from '../firefox-profile.ts';

interface Weight {
  readonly type: FirefoxWeightType;
  /** Units of the profile's value in one of the weight's. */
  readonly divisor: number;
}

/** By the unit of a value. */
const WEIGHTS: ReadonlyMap<string, Weight> = new Map([
  ['nanoseconds', { type: 'tracing-ms', divisor: 1e6 }],
  ['microseconds', { type: 'tracing-ms', divisor: 1e3 }],
  ['milliseconds', { type: 'tracing-ms', divisor: 1 }],
  ['seconds', { type: 'tracing-ms', divisor: 1e-3 }],
  ['bytes', { type: 'bytes', divisor: 1 }],
]);
const COUNT: Weight = { type: 'samples', divisor: 1 };

type Identity = Readonly<Record<ThreadField, string>>;

/** The threads of a profile with their samples, those without a value left out. */
export function threadsOf(profile: Profile, column: number, product: string): readonly object[] {
  const { samples, types } = profile;
  const { type: weightType, divisor } = WEIGHTS.get(types[column]!.unit) ?? COUNT;
  const values = samples.values[column]!;
  const threads = new Map<string, Thread>();
  for (let sample = 0; sample < samples.length; sample++) {
    if (values[sample] === 0) continue;
    const identity = identityOf(profile, sample);
    const key = JSON.stringify(identity);
    let thread = threads.get(key);
    if (thread === undefined) {
      thread = new Thread(identity, weightType);
      threads.set(key, thread);
    }
    thread.add(samples.stack[sample]!, values[sample]! / divisor);
  }
  if (threads.size === 0) threads.set('', new Thread(NOBODY, weightType));
  return [...threads.values()].map((thread, index) => thread.finish(product, index));
}

const NOBODY: Identity = { name: '', id: '', processName: '', processId: '' };

function identityOf(profile: Profile, sample: number): Identity {
  const identity: Record<ThreadField, string> = { ...NOBODY };
  for (const { key, value } of textLabelsOf(profile, sample)) {
    const field = THREAD_LABELS.get(key);
    if (field !== undefined) identity[field] = value;
  }
  return identity;
}

class Thread {
  readonly #identity: Identity;
  readonly #weightType: FirefoxWeightType;
  readonly #stacks: (number | null)[] = [];
  readonly #weights: number[] = [];
  readonly #times: number[] = [];
  #now = 0;

  constructor(identity: Identity, weightType: FirefoxWeightType) {
    this.#identity = identity;
    this.#weightType = weightType;
  }

  add(stack: number, weight: number): void {
    this.#stacks.push(stack < 0 ? null : stack);
    this.#weights.push(weight);
    this.#times.push(this.#now);
    this.#now += this.#weightType === 'tracing-ms' ? weight : 1;
  }

  finish(product: string, index: number): object {
    const { name, id, processName, processId } = this.#identity;
    return {
      processType: 'default',
      processName: processName || product,
      processStartupTime: 0,
      processShutdownTime: null,
      registerTime: 0,
      unregisterTime: null,
      pausedRanges: [],
      name: name || id || product,
      isMainThread: index === 0,
      pid: processId || '0',
      tid: id || String(index),
      samples: {
        length: this.#stacks.length,
        stack: this.#stacks,
        time: this.#times,
        weight: this.#weights,
        weightType: this.#weightType,
      },
      markers: { length: 0, category: [], data: [], endTime: [], name: [], phase: [], startTime: [] },
    };
  }
}
