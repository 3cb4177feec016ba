import { hexUint64 } from '../hex-uint64.ts';
import type { Profile } from '../profile.ts';
import type { ValueType } from '../value-type.ts';
import type { RecordedThread, RecordedThreads, ThreadSamples } from './recorded-threads.ts';

/** A flame chart of this many samples takes some 5 MB of JSON; a page that shows more at once shows nothing. */
export const MAX_SHOWN_SAMPLES = 200_000;

/** Which samples of a recording are shown; what is left out narrows nothing. */
export interface ThreadWindow {
  /** Index of the one thread. */
  readonly thread?: number | undefined;
  /** [fromMs, toMs) since the profile's start: samples that last into it. Of no use without times. */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  /** {@link MAX_SHOWN_SAMPLES} when absent and at most. */
  readonly maxSamples?: number | undefined;
}

export interface ShownFrame {
  /** '' where there is no symbol. */
  readonly function: string;
  readonly file: string;
  /** 0 when unknown. */
  readonly line: number;
  readonly module: string;
  /** 16 hex digits where there is no symbol, else ''. */
  readonly address: string;
  /** Null when the profiler does not say. */
  readonly inApp: boolean | null;
}

export interface ShownThread extends RecordedThread {
  /** All that it has, shown or not. */
  readonly sampleCount: number;
  readonly total: number;
}

/** A part of a recording, with the stacks and frames that it needs and no others. */
export interface ShownThreads {
  readonly hasTimes: boolean;
  readonly untimedSamples: number;
  readonly intervalMs: number | undefined;
  readonly types: readonly ValueType[];
  readonly type: ValueType;
  readonly frames: readonly ShownFrame[];
  /** A prefix tree: parents before children, -1 for none; frames by their index above. */
  readonly stacks: { readonly parent: Int32Array; readonly frame: Int32Array };
  /** All threads, those without shown samples too. */
  readonly threads: readonly ShownThread[];
  /** Samples of the window beyond the limit. */
  readonly omittedSamples: number;
}

/** Cuts a recording to a window: at most `maxSamples` samples, the first of each thread in turn. */
export function shownThreads(recorded: RecordedThreads, window: ThreadWindow): ShownThreads {
  const { profile, hasTimes } = recorded;
  const needed = new NeededStacks(profile);
  let left = Math.min(window.maxSamples ?? MAX_SHOWN_SAMPLES, MAX_SHOWN_SAMPLES);
  let omittedSamples = 0;
  const threads = recorded.threads.map((thread, index): ShownThread => {
    const { samples } = thread;
    const isWanted = window.thread === undefined || window.thread === index;
    const [from, to] = isWanted ? rangeOf(samples, hasTimes ? window : {}) : [0, 0];
    const shown = Math.min(to - from, left);
    left -= shown;
    omittedSamples += to - from - shown;
    return {
      ...thread,
      samples: cut(samples, from, from + shown, needed),
      sampleCount: samples.length,
      total: samples.value.reduce((sum, value) => sum + value, 0),
    };
  });
  const { untimedSamples, intervalMs, types, type } = recorded;
  return { hasTimes, untimedSamples, intervalMs, types, type, ...needed.tables(), threads, omittedSamples };
}

/** Rows that end after `fromMs` and begin before `toMs`. */
function rangeOf(
  { length, timeMs, durationMs }: ThreadSamples,
  { fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY }: ThreadWindow,
): readonly [number, number] {
  let [from, to] = [0, length];
  if (timeMs.length === 0) return [from, to];
  while (from < to && timeMs[from]! + durationMs[from]! <= fromMs) from++;
  while (to > from && timeMs[to - 1]! >= toMs) to--;
  return [from, to];
}

function cut(samples: ThreadSamples, from: number, to: number, needed: NeededStacks): ThreadSamples {
  return {
    length: to - from,
    timeMs: samples.timeMs.slice(from, to),
    durationMs: samples.durationMs.slice(from, to),
    stack: samples.stack.slice(from, to).map((stack) => needed.stack(stack)),
    value: samples.value.slice(from, to),
  };
}

/** Numbers the stacks and frames of a profile anew, in the order in which they are needed. */
class NeededStacks {
  readonly #profile: Profile;
  /** New number + 1; 0 is not needed yet. */
  readonly #stacks: Int32Array;
  readonly #frames: Int32Array;
  readonly #parent: number[] = [];
  readonly #frame: number[] = [];
  readonly #shown: ShownFrame[] = [];

  constructor(profile: Profile) {
    this.#profile = profile;
    this.#stacks = new Int32Array(profile.stacks.length);
    this.#frames = new Int32Array(profile.frames.length);
  }

  stack(stack: number): number {
    const { parent, frame } = this.#profile.stacks;
    const missing: number[] = [];
    let at = stack;
    while (at >= 0 && this.#stacks[at] === 0) {
      missing.push(at);
      at = parent[at]!;
    }
    let above = at < 0 ? -1 : this.#stacks[at]! - 1;
    for (const one of missing.reverse()) {
      this.#parent.push(above);
      this.#frame.push(this.#frameOf(frame[one]!));
      above = this.#parent.length - 1;
      this.#stacks[one] = above + 1;
    }
    return above;
  }

  tables(): Pick<ShownThreads, 'frames' | 'stacks'> {
    const stacks = { parent: Int32Array.from(this.#parent), frame: Int32Array.from(this.#frame) };
    return { frames: this.#shown, stacks };
  }

  #frameOf(frame: number): number {
    if (this.#frames[frame] === 0) {
      this.#shown.push(shownFrame(this.#profile, frame));
      this.#frames[frame] = this.#shown.length;
    }
    return this.#frames[frame]! - 1;
  }
}

function shownFrame({ frames, functions, mappings, strings }: Profile, frame: number): ShownFrame {
  const func = frames.func[frame]!;
  const mapping = frames.mapping[frame]!;
  const name = func < 0 ? '' : strings[functions.name[func]!]! || strings[functions.systemName[func]!]!;
  const inApp = frames.inApp[frame]!;
  return {
    function: name,
    file: func < 0 ? '' : strings[functions.file[func]!]!,
    line: frames.line[frame]!,
    module: mapping < 0 ? '' : strings[mappings.file[mapping]!]!,
    address:
      name === '' ? hexUint64(frames.addressLo[frame]!, frames.addressHi[frame]!).slice(2).padStart(16, '0') : '',
    inApp: inApp < 0 ? null : inApp === 1,
  };
}
