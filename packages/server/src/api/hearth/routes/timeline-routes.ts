import { z } from 'zod';
import { projectOf } from '../../../auth/register-auth.ts';
import { MAX_VALUE_LENGTH } from '../../../query/selector/selector.ts';
import { MAX_GROUP_LABELS, MAX_TIMELINE_GROUPS, USUAL_TIMELINE_GROUPS } from '../../../query/timeline/ask-timeline.ts';
import { inProject } from '../access.ts';
import { answerWithProgress } from '../answer-with-progress.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { functionName, functionStacksOf } from '../schemas/function-name.ts';
import { problems } from '../schemas/problem-schema.ts';
import { selectorBody, selectorOf } from '../schemas/selector.ts';
import { dropsField, rowsReadField, typeField } from '../schemas/stack-answers.ts';
import { timeField, timeText } from '../schemas/time-parameter.ts';
import { wholeNumber, wholeNumberOf } from '../schemas/whole-number.ts';

/** A slot shorter than a second holds single profiles; one longer than a year holds everything. */
const MIN_STEP_SECONDS = 1;
const MAX_STEP_SECONDS = 366 * 86_400;

const timelineBody = z.strictObject({
  selector: selectorBody,
  stepSeconds: z
    .int()
    .min(MIN_STEP_SECONDS)
    .max(MAX_STEP_SECONDS)
    .meta({ description: 'Length of a slot. Slots are aligned to 1970 in UTC.' }),
  groupBy: z
    .array(z.string().min(1).max(MAX_VALUE_LENGTH))
    .max(MAX_GROUP_LABELS)
    .default([])
    .meta({ description: '`app`, `environment`, `release`, `host`, `runtime`, ... or any other label.' }),
  maxGroups: z.int().min(1).max(MAX_TIMELINE_GROUPS).default(USUAL_TIMELINE_GROUPS).meta({
    description: 'How many groups are told apart, the largest first; all others are one group without labels.',
  }),
  only: z
    .strictObject({
      ...functionName,
      value: z.enum(['self', 'total']).default('total').meta({
        description: '`self`: samples that end in it. `total`: samples that have it anywhere, each once.',
      }),
    })
    .optional()
    .meta({ description: 'Only the values of one function; it is read from samples then.' }),
});

const timelineAnswer = z
  .object({
    type: typeField,
    stepSeconds: z.int(),
    total: wholeNumber,
    profiles: z.int(),
    groups: z.array(
      z.object({
        labels: z
          .array(z.string())
          .nullable()
          .meta({ description: 'In the order of `groupBy`; null for all groups that are not among the largest.' }),
        sum: wholeNumber,
        points: z
          .array(z.object({ start: timeField, sum: wholeNumber, profiles: z.int(), mean: z.number().nullable() }))
          .meta({ description: 'By time. Slots without a profile are left out.' }),
      }),
    ),
    available: z.int().meta({ description: 'Groups that there are.' }),
    resolution: z.enum(['profiles', 'samples']).meta({ description: '`samples` when it is about some stacks only.' }),
    rowsRead: rowsReadField,
    drops: dropsField,
  })
  .meta({ id: 'Timeline' });

/** Values over time. */
export function timelineRoutes(face: HearthInstance, deps: HearthFaceDeps): void {
  const { questions, now = Date.now } = deps;

  face.post('/projects/:project/timeline', {
    config: inProject('project:read'),
    schema: {
      tags: ['questions'],
      summary: 'Add up values by time',
      description:
        'A profile belongs wholly to the slot it begins in. `mean` is the sum by the number of profiles: what to show of types that are averaged.',
      params: z.object({ project: z.string() }),
      body: timelineBody,
      response: { 200: timelineAnswer, ...problems },
    },
    handler: async (request, reply) => {
      const { selector, stepSeconds, groupBy, maxGroups, only } = request.body;
      const question = {
        selector: selectorOf(selector, now()),
        stepMs: stepSeconds * 1000,
        groupBy,
        maxGroups,
        ...(only === undefined ? {} : { only: functionStacksOf(only) }),
      };
      const project = projectOf(request).id;
      return answerWithProgress(deps, reply, async (ask) => {
        const [answer, drops] = await Promise.all([
          questions.samples.timeline(project, question, ask),
          questions.drops(project, question.selector, ask),
        ]);
        return {
          type: { name: answer.type.type, unit: answer.type.unit, aggregation: answer.type.aggregation },
          stepSeconds,
          total: wholeNumberOf(answer.total),
          profiles: answer.profiles,
          groups: answer.groups.map(({ labels, sum, points }) => ({
            labels: labels === undefined ? null : [...labels],
            sum: wholeNumberOf(sum),
            points: points.map((point) => ({
              start: timeText(point.startMs),
              sum: wholeNumberOf(point.sum),
              profiles: point.profiles,
              mean: point.profiles === 0 ? null : Number(point.sum) / point.profiles,
            })),
          })),
          available: answer.available,
          resolution: answer.resolution,
          rowsRead: answer.rowsRead,
          drops: drops ?? null,
        };
      });
    },
  });
}
