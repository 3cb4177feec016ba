import { z } from 'zod';
import type { AnswerFacts } from '../../../query/merge/answer-facts.ts';
import { resolutions } from '../../../query/merge/resolution.ts';
import type { ShownTree, ShownValues } from '../../../query/merge/shown-tree.ts';
import type { FrameText } from '../../../store/readers/frames-by-id.ts';
import { column } from './column.ts';
import { type WholeNumber, wholeNumber, wholeNumberOf } from './whole-number.ts';

export const typeField = z.object({
  name: z.string(),
  unit: z.string(),
  aggregation: z.enum(['sum', 'avg']).meta({ description: '`avg`: show values divided by the number of profiles.' }),
});

export const dropsField = z
  .int()
  .nullable()
  .meta({ description: 'Uploads that were refused while the range lasted; null for a selection without a range.' });

/** What an answer over samples says of itself. */
export const factsField = z
  .object({
    type: typeField,
    apps: z.array(z.string()),
    total: wholeNumber.meta({ description: 'Sum of all values of the selection.' }),
    profiles: z.int().meta({ description: 'Profiles of the selection that have the type.' }),
    samples: z.int().meta({ description: 'Rows that were added up: a row is a stack of a profile.' }),
    withoutStack: z.int().meta({ description: 'Of these rows, those whose stack was lost: they are at the root.' }),
    withoutSymbols: z
      .number()
      .meta({ description: 'Share of the values that are in frames without a symbol, 0 to 1.' }),
    resolution: z.enum(resolutions).meta({
      description:
        'What the values were read from; whole hours and days are summed up once they are closed. Exact in all cases.',
    }),
    lostHours: z.int().meta({
      description:
        'Hours of an app that an end of the range cuts and of which only the sum is kept (disk budget): they are not in the answer.',
    }),
    drops: dropsField,
  })
  .meta({ id: 'AnswerFacts' });

export const factsFieldOf = (
  { type, total, apps, ...facts }: AnswerFacts,
  drops: number | undefined,
): z.infer<typeof factsField> => ({
  ...facts,
  drops: drops ?? null,
  type: { name: type.type, unit: type.unit, aggregation: type.aggregation },
  apps: [...apps],
  total: wholeNumberOf(total),
});

export const frameField = z
  .object({
    function: z.string().meta({ description: "'' where there is no symbol, and when grouped by file or module." }),
    file: z.string(),
    line: z.int().meta({ description: '0 unless grouped by line.' }),
    module: z.string(),
    address: z.string().meta({ description: 'Hex offset in the module where there is no symbol.' }),
    inApp: z
      .boolean()
      .nullable()
      .meta({ description: "The application's own code; null where the profiler did not say, and for groups." }),
  })
  .meta({ id: 'Frame' });

export const frameFieldOf = (frame: FrameText): z.infer<typeof frameField> => ({ ...frame });

const numbers = (description?: string) =>
  column<WholeNumber>({ $ref: '#/components/schemas/WholeNumber' }, description);

export const valuesField = z
  .object({
    self: numbers(),
    total: numbers(),
    other: numbers('What the children that are not shown add up to, exactly.'),
    inOther: z.number().meta({ description: "All of it as a share of the first node's total, 0 to 1." }),
  })
  .meta({ id: 'NodeValues' });

export const valuesFieldOf = ({ self, total, other, inOther }: ShownValues): z.infer<typeof valuesField> => ({
  self: self.map(wholeNumberOf),
  total: total.map(wholeNumberOf),
  other: other.map(wholeNumberOf),
  inOther,
});

export const shapeField = z
  .object({
    id: column<string>('string', '16 hex digits; for `below` of the next question.'),
    parent: column<number>('integer', 'Index of the parent, which comes before; -1 for the first.'),
    frame: column<number>('integer', 'Index in `frames`; -1 for the root of all stacks.'),
    frames: column<z.infer<typeof frameField>>({ $ref: '#/components/schemas/Frame' }),
    available: z.int().meta({ description: 'Nodes with a value, shown or not.' }),
  })
  .meta({ id: 'StackTree', description: 'The nodes of a tree, as columns.' });

export const shapeFieldOf = ({ id, parent, frame, frames, available }: ShownTree): z.infer<typeof shapeField> => ({
  id: [...id],
  parent: [...parent],
  frame: [...frame],
  frames: frames.map(frameFieldOf),
  available,
});

export const treeField = z.object({ shape: shapeField, values: valuesField }).meta({ id: 'ValuedTree' });

export const treeFieldOf = (tree: ShownTree): z.infer<typeof treeField> => ({
  shape: shapeFieldOf(tree),
  values: valuesFieldOf(tree.sides[0]!),
});

export const rowsReadField = z.int().meta({ description: 'Rows that the engine read for this answer.' });
