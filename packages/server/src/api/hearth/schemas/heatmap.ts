import { z } from 'zod';
import { type HeatmapAnswer, MAX_BUCKETS } from '../../../query/heatmap/ask-heatmap.ts';
import { scales } from '../../../query/heatmap/bucket-bounds.ts';
import { column } from './column.ts';
import { selectionBody } from './selection.ts';
import { dropsField, typeField } from './stack-answers.ts';
import { timeText } from './time-parameter.ts';
import { wholeNumber, wholeNumberOf } from './whole-number.ts';

const DEFAULT_BUCKETS = 20;
const MAX_STEP_SECONDS = 366 * 86_400;

export const heatmapBody = z.strictObject({
  selector: selectionBody
    .refine(({ type }) => type !== undefined, { path: ['type'], message: 'is needed' })
    .refine(({ profiles }) => profiles === undefined, { path: ['profiles'], message: 'has no range' }),
  stepSeconds: z
    .int()
    .min(1)
    .max(MAX_STEP_SECONDS)
    .meta({ description: 'Length of a slot. Slots are aligned to 1970 in UTC.' }),
  scale: z
    .enum(scales)
    .default('log')
    .meta({ description: '`log`: each bucket is wider than the one before it by the same factor.' }),
  buckets: z.int().min(1).max(MAX_BUCKETS).default(DEFAULT_BUCKETS).meta({ description: 'At most so many.' }),
});

export const heatmapAnswer = z
  .object({
    type: typeField,
    stepSeconds: z.int(),
    scale: z.enum(scales),
    bounds: z.array(wholeNumber).meta({
      description: 'One more than there are buckets: bucket i is [bounds[i], bounds[i + 1]). Empty without profiles.',
    }),
    profiles: z.int(),
    min: wholeNumber,
    max: wholeNumber,
    cells: z
      .object({
        start: column<string>('string'),
        bucket: column<number>('integer'),
        profiles: column<number>('integer'),
      })
      .meta({ description: 'Columns, by time and then by bucket. Cells without a profile are left out.' }),
    drops: dropsField,
  })
  .meta({ id: 'Heatmap' });

export const heatmapAnswerOf = (
  { type, stepMs, scale, bounds, profiles, min, max, cells }: HeatmapAnswer,
  drops: number | undefined,
): z.infer<typeof heatmapAnswer> => ({
  type: { name: type.type, unit: type.unit, aggregation: type.aggregation },
  stepSeconds: stepMs / 1000,
  scale,
  bounds: Array.from(bounds, (bound) => wholeNumberOf(BigInt(bound))),
  profiles,
  min: wholeNumberOf(BigInt(min)),
  max: wholeNumberOf(BigInt(max)),
  cells: {
    start: cells.map(({ startMs }) => timeText(startMs)),
    bucket: cells.map(({ bucket }) => bucket),
    profiles: cells.map((cell) => cell.profiles),
  },
  drops: drops ?? null,
});
