import type { SentryFrame } from '../sentry-frame.ts';
import { framesOfStack, type SentryRecording } from '../sentry-recording.ts';

/** The same samples without the stacks and frames that none of them has, those left in the order they had. */
export function compactRecording(recording: SentryRecording): SentryRecording {
  const { samples, stacks, frames } = recording;
  const stackPlaces = placesOf(stacks.length, [samples.stack]);
  const kept: Int32Array[] = [];
  for (let stack = 0; stack < stacks.length; stack++) {
    if (stackPlaces[stack] !== -1) kept.push(framesOfStack(stacks, stack));
  }
  const framePlaces = placesOf(frames.length, kept);
  const first = new Uint32Array(kept.length + 1);
  kept.forEach((stack, place) => {
    first[place + 1] = first[place]! + stack.length;
  });
  const frame = new Int32Array(first[kept.length]!);
  kept.forEach((stack, place) => {
    frame.set(
      stack.map((index) => framePlaces[index]!),
      first[place]!,
    );
  });
  return {
    ...recording,
    frames: frames.filter((_frame: SentryFrame, index) => framePlaces[index] !== -1),
    stacks: { length: kept.length, first, frame },
    samples: { ...samples, stack: samples.stack.map((stack) => stackPlaces[stack]!) },
  };
}

/** The place of each index among those that are used; -1 for the others. */
function placesOf(length: number, uses: readonly Int32Array[]): Int32Array {
  const places = new Int32Array(length).fill(-1);
  for (const indexes of uses) for (const index of indexes) places[index] = 0;
  let next = 0;
  for (let index = 0; index < length; index++) if (places[index] === 0) places[index] = next++;
  return places;
}
