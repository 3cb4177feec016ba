import { z } from 'zod';
import type { IngestSummary } from '../../../store/readers/ingest-summary.ts';
import { timeField, timeText } from './time-parameter.ts';

const outcome = z.string().meta({ description: '`accepted`, `dropped` or `duplicate`.' });
const reason = z
  .string()
  .meta({ description: 'Empty for accepted; else a code of the error catalogue or of the protocol.' });
const app = z.string().meta({ description: 'Empty when it could not be told.' });

export const ingestAnswer = z
  .object({
    from: timeField,
    to: timeField,
    tallies: z.array(
      z.object({
        source: z.string(),
        outcome,
        reason,
        app,
        count: z.int(),
        bytes: z.int(),
        last: timeField,
      }),
    ),
    refusals: z
      .array(
        z.object({
          at: timeField,
          source: z.string(),
          outcome,
          reason,
          app,
          count: z.int(),
          message: z.string().meta({ description: 'A sample, without anything secret.' }),
        }),
      )
      .meta({ description: 'The newest first.' }),
    slots: z
      .array(z.object({ start: timeField, source: z.string(), outcome, reason, count: z.int() }))
      .meta({ description: 'By time; empty without `stepSeconds`. Slots in which nothing happened are left out.' }),
  })
  .meta({ id: 'IngestSummary' });

export const ingestAnswerOf = (
  fromMs: number,
  toMs: number,
  { tallies, refusals, slots }: IngestSummary,
): z.infer<typeof ingestAnswer> => ({
  from: timeText(fromMs),
  to: timeText(toMs),
  tallies: tallies.map(({ lastMs, ...tally }) => ({ ...tally, last: timeText(lastMs) })),
  refusals: refusals.map(({ atMs, ...refusal }) => ({ at: timeText(atMs), ...refusal })),
  slots: slots.map(({ startMs, ...slot }) => ({ start: timeText(startMs), ...slot })),
});
