import type { readProcessed } from '@hearth/agent/testing';

export interface RecordedTime {
  readonly samples: number;
  /** Of the first and the last sample, in Unix milliseconds. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** How many samples a profile has, and from when to when: `samples.time` counts from any moment, `meta.startTime` is a time. */
export function recordedTime({ meta, threads }: ReturnType<typeof readProcessed>): RecordedTime {
  const times = threads.flatMap((thread) => thread.samples['time'] as number[]).sort((a, b) => a - b);
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const fromMs = Number(meta['startTime']);
  return { samples: times.length, fromMs, toMs: fromMs + last - first };
}
