import { z } from 'zod';

/** RFC 9457 with the stable `code` of the error catalogue; what `errors/problem.ts` makes, and the faulty parameters. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().meta({ description: 'Stable; one of the error catalogue.' }),
    errors: z.array(z.object({ parameter: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });

export type ProblemBody = z.infer<typeof problemSchema>;

/** The answers of every route that are not its own. */
export const problems = {
  '4xx': { description: 'The request is refused.', content: { 'application/problem+json': { schema: problemSchema } } },
  '5xx': {
    description: 'The server cannot answer.',
    content: { 'application/problem+json': { schema: problemSchema } },
  },
} as const;
