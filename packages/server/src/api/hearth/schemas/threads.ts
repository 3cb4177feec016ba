import { MAX_SHOWN_SAMPLES, type ShownThreads } from '@hearth/profile';
import { z } from 'zod';
import type { ProfileSummary } from '../../../store/readers/profile-summary.ts';
import { column } from './column.ts';
import { timeField, timeText } from './time-parameter.ts';

const valueType = z.object({ name: z.string(), unit: z.string() });

const shownFrame = z.object({
  function: z.string().meta({ description: "'' where there is no symbol." }),
  file: z.string(),
  line: z.int(),
  module: z.string(),
  address: z.string().meta({ description: 'Hex digits where there is no symbol.' }),
  inApp: z.boolean().nullable(),
});

export const threadsAnswer = z
  .object({
    id: z.string(),
    start: timeField,
    end: timeField,
    durationMs: z.number(),
    types: z.array(valueType).meta({ description: 'What `type` may be.' }),
    type: valueType.meta({ description: 'What values are of.' }),
    times: z.enum(['recorded', 'none']).meta({
      description:
        '`none`: the profiler did not say when samples were; a sample is all that its stack came to on its thread.',
    }),
    intervalMs: z.number().nullable().meta({ description: 'What the profiler meant to leave between samples.' }),
    frames: z.array(shownFrame),
    stacks: z
      .object({ parent: column<number>('integer'), frame: column<number>('integer') })
      .meta({ description: 'A prefix tree as columns: parents come before their children, -1 for none.' }),
    threads: z.array(
      z.object({
        name: z.string(),
        id: z.string(),
        processName: z.string(),
        processId: z.string(),
        sampleCount: z.int().meta({ description: 'All that it has, shown or not.' }),
        value: z.number().meta({ description: 'What they come to.' }),
        samples: z
          .object({
            timeMs: column<number>('number', 'Since the start, ascending; empty when `times` is `none`.'),
            durationMs: column<number>('number'),
            stack: column<number>('integer', '-1 where the thread was idle.'),
            value: column<number>('number'),
          })
          .meta({ description: 'Columns. What is between the end of a sample and the next one is a gap.' }),
      }),
    ),
    omittedSamples: z.int().meta({ description: 'Samples of the window beyond `maxSamples`.' }),
    untimedSamples: z.int().meta({ description: 'Samples without a time, of a profile whose others have one.' }),
    maxSamples: z.int(),
  })
  .meta({ id: 'ProfileThreads' });

export const threadsQuery = z.strictObject({
  type: z.string().min(1).optional().meta({ description: 'CPU time when it has any.' }),
  thread: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .meta({ description: 'Index of the one thread whose samples are wanted; all threads are listed.' }),
  fromMs: z.coerce.number().optional().meta({ description: 'Since the start: only samples that end later.' }),
  toMs: z.coerce.number().optional().meta({ description: 'Since the start: only samples that begin before.' }),
  maxSamples: z.coerce.number().int().min(1).max(MAX_SHOWN_SAMPLES).default(MAX_SHOWN_SAMPLES),
});

/** To the microsecond: floats of less are noise, and three times as long. */
const inMicros = (ms: number): number => Math.round(ms * 1000) / 1000;

export const threadsAnswerOf = (
  { id, startMs, endMs }: ProfileSummary,
  shown: ShownThreads,
  maxSamples: number,
): z.infer<typeof threadsAnswer> => ({
  id,
  start: timeText(startMs),
  end: timeText(endMs),
  durationMs: endMs - startMs,
  types: shown.types.map(({ type, unit }) => ({ name: type, unit })),
  type: { name: shown.type.type, unit: shown.type.unit },
  times: shown.hasTimes ? 'recorded' : 'none',
  intervalMs: shown.intervalMs ?? null,
  frames: shown.frames.map((frame) => ({ ...frame })),
  stacks: { parent: Array.from(shown.stacks.parent), frame: Array.from(shown.stacks.frame) },
  threads: shown.threads.map(({ samples, total, ...thread }) => ({
    ...thread,
    value: total,
    samples: {
      timeMs: Array.from(samples.timeMs, inMicros),
      durationMs: Array.from(samples.durationMs, inMicros),
      stack: Array.from(samples.stack),
      value: Array.from(samples.value),
    },
  })),
  omittedSamples: shown.omittedSamples,
  untimedSamples: shown.untimedSamples,
  maxSamples,
});
