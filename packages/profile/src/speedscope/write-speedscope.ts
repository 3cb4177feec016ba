import type { Profile } from '../profile.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import { textLabelsOf } from '../sample-labels.ts';
import { THREAD_LABELS } from '../thread-labels.ts';
import { FrameRows } from './frame-rows.ts';
import { MAX_SPEEDSCOPE_STACK_FRAMES } from './limits.ts';
import { type OwnWords, SPEEDSCOPE_SCHEMA, UNIT_NANOS } from './speedscope-file.ts';

export interface SpeedscopeDocument {
  readonly title: string;
  /** Which value is shown first. */
  readonly column: number;
}

/**
 * A profile as the JSON of speedscope, one sampled profile for each type that has a value and each thread. Stacks stand as often
 * as there are samples with them.
 *
 * @throws ProfileFormatError `not_writable` for values below 0, which speedscope refuses, and for more than
 * {@link MAX_SPEEDSCOPE_STACK_FRAMES}
 */
export function writeSpeedscope(profile: Profile, { title, column }: SpeedscopeDocument): string {
  const { types, samples } = profile;
  const threads = threadsOf(profile);
  const frames = new FrameRows(profile);
  const stackOf = stackWriter(profile, frames.ofFrame);
  const depths = depthsOf(profile);
  const profiles: object[] = [];
  let stackFrames = 0;
  let shown = -1;
  for (const [at, { type, unit }] of types.entries()) {
    const values = samples.values[at]!;
    for (const [thread, rows] of threads) {
      const kept = rows.filter((row) => values[row] !== 0);
      if (kept.length === 0) continue;
      const below = kept.find((row) => values[row]! < 0);
      if (below !== undefined) throw new ProfileFormatError('not_writable', `sample ${below} has a value below 0`);
      for (const row of kept) stackFrames += samples.stack[row]! < 0 ? 0 : depths[samples.stack[row]!]!;
      if (stackFrames > MAX_SPEEDSCOPE_STACK_FRAMES) {
        const message = `the samples have more than ${MAX_SPEEDSCOPE_STACK_FRAMES} frames in their stacks`;
        throw new ProfileFormatError('not_writable', message);
      }
      if (at === column && shown < 0) shown = profiles.length;
      const own: OwnWords = { type, unit, thread };
      profiles.push({
        type: 'sampled',
        name: [thread || title, `${type} (${unit})`].join(' - '),
        unit: unit === 'bytes' || UNIT_NANOS.has(unit) ? unit : 'none',
        startValue: 0,
        endValue: kept.reduce((sum, row) => sum + values[row]!, 0),
        samples: kept.map((row) => stackOf(samples.stack[row]!)),
        weights: kept.map((row) => values[row]!),
        hearth: own,
      });
    }
  }
  return JSON.stringify({
    $schema: SPEEDSCOPE_SCHEMA,
    exporter: 'hearth',
    name: title,
    activeProfileIndex: Math.max(0, shown),
    shared: { frames: frames.all },
    profiles,
  });
}

/** Frames of each stack. */
function depthsOf({ stacks }: Profile): Uint32Array {
  const depths = new Uint32Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const parent = stacks.parent[stack]!;
    depths[stack] = parent < 0 ? 1 : depths[parent]! + 1;
  }
  return depths;
}

/** Rows of samples by the name of their thread, '' for what has none. */
function threadsOf(profile: Profile): ReadonlyMap<string, readonly number[]> {
  const threads = new Map<string, number[]>();
  for (let sample = 0; sample < profile.samples.length; sample++) {
    const who = { name: '', id: '', processName: '', processId: '' };
    for (const { key, value } of textLabelsOf(profile, sample)) {
      const field = THREAD_LABELS.get(key);
      if (field !== undefined) who[field] = value;
    }
    const name = who.name || who.id;
    const rows = threads.get(name);
    if (rows === undefined) threads.set(name, [sample]);
    else rows.push(sample);
  }
  return threads;
}

/** Stacks as arrays of frames, root first, each made once. */
function stackWriter({ stacks }: Profile, rowOfFrame: Uint32Array): (stack: number) => readonly number[] {
  const known = new Map<number, readonly number[]>();
  return (stack) => {
    let path = known.get(stack);
    if (path === undefined) {
      const frames: number[] = [];
      for (let node = stack; node >= 0; node = stacks.parent[node]!) frames.push(rowOfFrame[stacks.frame[node]!]!);
      path = frames.reverse();
      known.set(stack, path);
    }
    return path;
  };
}
