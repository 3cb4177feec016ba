import { z } from 'zod';
import { projectOf } from '../../../auth/register-auth.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import { MAX_INGEST_SLOTS, MAX_REFUSALS } from '../../../store/readers/ingest-summary.ts';
import { askOfReply } from '../../ask-of-reply.ts';
import { inProject } from '../access.ts';
import { assertRange } from '../assert-range.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { ingestAnswer, ingestAnswerOf } from '../schemas/ingest.ts';
import { problems } from '../schemas/problem-schema.ts';
import { sendersAnswer, sendersAnswerOf } from '../schemas/senders.ts';
import { timeParameter } from '../schemas/time-parameter.ts';

/** A day shows what is wrong now without the noise of last week. */
const DEFAULT_SPAN_MS = 24 * 3_600_000;
const DEFAULT_REFUSALS = 20;
/** What is counted is kept for less. */
const MAX_STEP_SECONDS = 366 * 86_400;

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
        stepSeconds: z.coerce
          .number()
          .int()
          .min(1)
          .max(MAX_STEP_SECONDS)
          .optional()
          .meta({ description: 'Adds slots of this length, aligned to 1970 in UTC.' }),
      }),
      response: { 200: ingestAnswer, ...problems },
    },
    handler: async (request, reply) => {
      const { from, to, app, refusals, stepSeconds } = request.query;
      assertRange(from, to);
      const toMs = to ?? now() + 1;
      const fromMs = from ?? toMs - DEFAULT_SPAN_MS;
      if (stepSeconds !== undefined && (toMs - fromMs) / 1000 > stepSeconds * MAX_INGEST_SLOTS) {
        throw new HearthError('invalid_range', {
          message: `step: the range has more than ${String(MAX_INGEST_SLOTS)} slots; take a longer step or a shorter range.`,
        });
      }
      const question = { fromMs, toMs, app, refusals, stepSeconds };
      return ingestAnswerOf(fromMs, toMs, await questions.ingest(projectOf(request).id, question, askOfReply(reply)));
    },
  });

  face.get('/projects/:project/ingest/senders', {
    config: inProject('project:read'),
    schema: {
      tags: ['ingest'],
      summary: 'Show who sends: how regularly, since when not any more, and whose clock is wrong',
      description: 'By the start of profiles; the last day unless a range is given.',
      params: z.object({ project: z.string() }),
      querystring: z.strictObject({
        from: timeParameter.optional(),
        to: timeParameter.optional(),
        app: z.string().optional(),
      }),
      response: { 200: sendersAnswer, ...problems },
    },
    handler: async (request, reply) => {
      const { from, to, app } = request.query;
      assertRange(from, to);
      const toMs = to ?? now() + 1;
      const fromMs = from ?? toMs - DEFAULT_SPAN_MS;
      const answer = await questions.senders(
        projectOf(request).id,
        { fromMs, toMs, app, nowMs: now() },
        askOfReply(reply),
      );
      return sendersAnswerOf(fromMs, toMs, answer);
    },
  });
}
