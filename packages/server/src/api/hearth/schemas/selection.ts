import { z } from 'zod';
import type { Selection } from '../../../query/selection.ts';
import { selectorBody, selectorOf } from './selector.ts';

const { app, type, unit, from, to, environment, release, labels, profiles } = selectorBody.shape;

/** Which profiles a question is about that does not look into them: a selector without stacks, whose type may be left out. */
export const selectionBody = z
  .strictObject({ app, type: type.optional(), unit, from, to, environment, release, labels, profiles })
  .superRefine((body, context) => {
    if (body.from === undefined || body.to === undefined || body.from <= body.to) return;
    context.addIssue({ code: 'custom', path: ['from'], message: 'is later than to' });
  })
  .meta({ id: 'Selection' });

export type SelectionBody = z.output<typeof selectionBody>;

/** The range is always given, but for named profiles. */
export function selectionOf(body: SelectionBody, nowMs: number): Selection {
  return { ...selectorOf({ ...body, type: body.type ?? '' }, nowMs), type: body.type };
}
