import { z } from 'zod';
import type { Senders } from '../../../query/senders/ask-senders.ts';
import { timeField, timeText } from './time-parameter.ts';

const app = z.string();
const source = z.string();

export const sendersAnswer = z
  .object({
    from: timeField,
    to: timeField,
    slotSeconds: z.int().meta({ description: 'Starts are told apart by slots of this length: no period is shorter.' }),
    senders: z.array(
      z.object({
        source,
        app,
        profiles: z.int(),
        lastReceived: timeField,
        lastStart: timeField,
        periodSeconds: z
          .number()
          .nullable()
          .meta({ description: 'Usual distance of its profiles; null for too few, and for files and captures.' }),
        gaps: z.array(z.object({ from: timeField, to: timeField.nullable() })).meta({
          description: 'By time, the longest ten: three periods and a minute without a profile. Null: it lasts.',
        }),
      }),
    ),
    clocks: z
      .array(
        z.object({
          source,
          app,
          host: z.string(),
          profiles: z.int(),
          verdict: z.enum(['ahead', 'behind']),
          lagSeconds: z
            .number()
            .meta({ description: 'Median of received minus end of a profile; below 0 for `ahead`.' }),
        }),
      )
      .meta({ description: 'Hosts whose clock seems to be wrong, the furthest first.' }),
  })
  .meta({ id: 'Senders' });

export const sendersAnswerOf = (
  fromMs: number,
  toMs: number,
  { slotSeconds, senders, clocks }: Senders,
): z.infer<typeof sendersAnswer> => ({
  from: timeText(fromMs),
  to: timeText(toMs),
  slotSeconds,
  senders: senders.map(({ lastReceivedMs, lastStartMs, periodMs, gaps, ...sender }) => ({
    ...sender,
    lastReceived: timeText(lastReceivedMs),
    lastStart: timeText(lastStartMs),
    periodSeconds: periodMs === undefined ? null : periodMs / 1000,
    gaps: gaps.map((gap) => ({ from: timeText(gap.fromMs), to: gap.toMs === undefined ? null : timeText(gap.toMs) })),
  })),
  clocks: clocks.map(({ lagMs, ...clock }) => ({ ...clock, lagSeconds: lagMs / 1000 })),
});
