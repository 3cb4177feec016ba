import { z } from 'zod';
import { MAX_VALUE_LENGTH } from '../../../query/selector/selector.ts';
import { type LabelPage, MAX_LABEL_PAGE } from '../../../store/readers/list-labels.ts';
import { selectionBody } from './selection.ts';

const DEFAULT_LABEL_PAGE = 100;

export const labelsBody = z.strictObject({
  selector: selectionBody,
  prefix: z.string().max(MAX_VALUE_LENGTH).optional().meta({ description: 'Only what begins with it.' }),
  limit: z.int().min(1).max(MAX_LABEL_PAGE).default(DEFAULT_LABEL_PAGE),
  cursor: z.string().optional().meta({ description: '`next` of the page before.' }),
});

export const labelValuesBody = labelsBody.extend({
  name: z.string().min(1).max(MAX_VALUE_LENGTH).meta({ description: '`host`, `runtime`, ... or any other label.' }),
});

const page = {
  next: z.string().nullable().meta({ description: 'Cursor of the next page; null at the end.' }),
  total: z.int().meta({ description: 'All that there are, on this page or not.' }),
};
const series = z.int().meta({ description: 'Series of the selection that have it.' });

export const labelsAnswer = z
  .object({
    labels: z.array(z.object({ name: z.string(), values: z.int().meta({ description: 'Different values.' }), series })),
    ...page,
  })
  .meta({ id: 'Labels' });

export const labelValuesAnswer = z
  .object({ name: z.string(), values: z.array(z.object({ value: z.string(), series })), ...page })
  .meta({ id: 'LabelValues' });

export const pageFieldsOf = ({ next, total }: LabelPage<unknown>): { next: string | null; total: number } => ({
  next: next ?? null,
  total,
});
