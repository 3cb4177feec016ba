import { z } from 'zod';
import { projectOf } from '../../../auth/register-auth.ts';
import { MAX_REFUSALS } from '../../../store/readers/ingest-summary.ts';
import { askOfReply } from '../../ask-of-reply.ts';
import { inProject } from '../access.ts';
import { assertRange } from '../assert-range.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { ingestAnswer, ingestAnswerOf } from '../schemas/ingest.ts';
import { problems } from '../schemas/problem-schema.ts';
import { timeParameter } from '../schemas/time-parameter.ts';

/** A day shows what is wrong now without the noise of last week. */
const DEFAULT_SPAN_MS = 24 * 3_600_000;
const DEFAULT_REFUSALS = 20;

/** What became of a project's uploads. */
export function ingestRoutes(face: HearthInstance, { questions, now = Date.now }: HearthFaceDeps): void {
  face.get('/projects/:project/ingest', {
    config: inProject('project:read'),
    schema: {
      tags: ['ingest'],
      summary: 'Show what was accepted, dropped and counted as duplicate',
      description: 'The last day unless a range is given; kept for 30 days.',
      params: z.object({ project: z.string() }),
      querystring: z.strictObject({
        from: timeParameter.optional(),
        to: timeParameter.optional(),
        app: z.string().optional(),
        refusals: z.coerce.number().int().min(0).max(MAX_REFUSALS).default(DEFAULT_REFUSALS),
      }),
      response: { 200: ingestAnswer, ...problems },
    },
    handler: async (request, reply) => {
      const { from, to, app, refusals } = request.query;
      assertRange(from, to);
      const toMs = to ?? now() + 1;
      const fromMs = from ?? toMs - DEFAULT_SPAN_MS;
      const question = { fromMs, toMs, app, refusals };
      return ingestAnswerOf(fromMs, toMs, await questions.ingest(projectOf(request).id, question, askOfReply(reply)));
    },
  });
}
