import { z } from 'zod';
import { projectOf } from '../../../auth/register-auth.ts';
import { DEFAULT_MAX_NODES, MAX_NODES } from '../../../query/merge/shown-tree.ts';
import { DEFAULT_TOP, MAX_TOP } from '../../../query/top/ask-top.ts';
import { groupings } from '../../../query/tree/prefix-tree.ts';
import { inProject } from '../access.ts';
import { answerWithProgress } from '../answer-with-progress.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { column } from '../schemas/column.ts';
import { functionName } from '../schemas/function-name.ts';
import { problems } from '../schemas/problem-schema.ts';
import { selectorBody, selectorOf } from '../schemas/selector.ts';
import {
  factsField,
  factsFieldOf,
  frameField,
  frameFieldOf,
  rowsReadField,
  shapeField,
  shapeFieldOf,
  treeField,
  treeFieldOf,
  valuesField,
  valuesFieldOf,
} from '../schemas/stack-answers.ts';
import { wholeNumber, wholeNumberOf } from '../schemas/whole-number.ts';

const tags = ['questions'];
const params = z.object({ project: z.string() });
const maxNodes = z.int().min(1).max(MAX_NODES).default(DEFAULT_MAX_NODES);
const groupBy = z.enum(groupings).default('function').meta({
  description:
    'What frames are told apart by. Grouped by file or module, what calls itself is one node; frames of no file are told by their module.',
});
const below = z
  .string()
  .regex(/^[0-9a-f]{16}$/, 'must be the id of a node')
  .optional()
  .meta({ description: 'Id of a node of an earlier answer: only what is below it.' });
const facts = { facts: factsField, rowsRead: rowsReadField };

const side = z.object({
  facts: factsField,
  values: valuesField,
  share: column<number>('number', "Each node's total as a share of the side's, 0 to 1."),
});

/** Questions about stacks: they are posted, since a selection does not fit in an address. */
export function stackRoutes(face: HearthInstance, deps: HearthFaceDeps): void {
  const { questions, now = Date.now } = deps;
  const { samples } = questions;

  face.post('/projects/:project/merge', {
    config: inProject('project:read'),
    schema: {
      tags,
      summary: 'Merge a selection into one flame graph',
      description:
        'Cut to the largest nodes; what is cut is said exactly for each parent, and can be asked for by `below`.',
      params,
      body: z.strictObject({ selector: selectorBody, maxNodes, groupBy, below }),
      response: { 200: z.object({ ...facts, tree: treeField }).meta({ id: 'Merge' }), ...problems },
    },
    handler: async (request, reply) => {
      const { selector, groupBy: grouping, ...shape } = request.body;
      const question = { selector: selectorOf(selector, now()), grouping, ...shape };
      const project = projectOf(request).id;
      return answerWithProgress(deps, reply, async (ask) => {
        const [answer, drops] = await Promise.all([
          samples.merge(project, question, ask),
          questions.drops(project, question.selector, ask),
        ]);
        return { facts: factsFieldOf(answer.facts, drops), rowsRead: answer.rowsRead, tree: treeFieldOf(answer.tree) };
      });
    },
  });

  face.post('/projects/:project/top', {
    config: inProject('project:read'),
    schema: {
      tags,
      summary: 'List the functions that take most',
      description: 'A sample counts once in the total of a function, however often the function is in it.',
      params,
      body: z.strictObject({
        selector: selectorBody,
        groupBy,
        sort: z.enum(['self', 'total']).default('self'),
        limit: z.int().min(1).max(MAX_TOP).default(DEFAULT_TOP),
      }),
      response: {
        200: z
          .object({
            ...facts,
            functions: z.array(z.object({ frame: frameField, self: wholeNumber, total: wholeNumber })),
            available: z.int().meta({ description: 'Functions with a value, shown or not.' }),
            otherSelf: wholeNumber.meta({ description: 'What functions that are not shown have themselves.' }),
          })
          .meta({ id: 'Top' }),
        ...problems,
      },
    },
    handler: async (request, reply) => {
      const { selector, groupBy: grouping, ...rest } = request.body;
      const question = { selector: selectorOf(selector, now()), grouping, ...rest };
      const project = projectOf(request).id;
      return answerWithProgress(deps, reply, async (ask) => {
        const [answer, drops] = await Promise.all([
          samples.top(project, question, ask),
          questions.drops(project, question.selector, ask),
        ]);
        return {
          facts: factsFieldOf(answer.facts, drops),
          rowsRead: answer.rowsRead,
          functions: answer.functions.map(({ frame, self, total }) => ({
            frame: frameFieldOf(frame),
            self: wholeNumberOf(self),
            total: wholeNumberOf(total),
          })),
          available: answer.available,
          otherSelf: wholeNumberOf(answer.otherSelf),
        };
      });
    },
  });

  face.post('/projects/:project/callers', {
    config: inProject('project:read'),
    schema: {
      tags,
      summary: 'Show who calls a function, and what it calls',
      description:
        'A sample counts once, at its first call of the function: deeper calls of itself are among its callees. In `callers` the children of the root are the callers, and theirs are below them.',
      params,
      body: z.strictObject({
        selector: selectorBody,
        ...functionName,
        maxNodes,
      }),
      response: {
        200: z
          .object({ ...facts, self: wholeNumber, total: wholeNumber, callers: treeField, callees: treeField })
          .meta({ id: 'Callers' }),
        ...problems,
      },
    },
    handler: async (request, reply) => {
      const { selector, maxNodes: max, ...name } = request.body;
      const question = { selector: selectorOf(selector, now()), function: name, maxNodes: max };
      const project = projectOf(request).id;
      return answerWithProgress(deps, reply, async (ask) => {
        const [answer, drops] = await Promise.all([
          samples.callers(project, question, ask),
          questions.drops(project, question.selector, ask),
        ]);
        return {
          facts: factsFieldOf(answer.facts, drops),
          rowsRead: answer.rowsRead,
          self: wholeNumberOf(answer.self),
          total: wholeNumberOf(answer.total),
          callers: treeFieldOf(answer.callers),
          callees: treeFieldOf(answer.callees),
        };
      });
    },
  });

  face.post('/projects/:project/diff', {
    config: inProject('project:read'),
    schema: {
      tags,
      summary: 'Compare two selections in one flame graph',
      params,
      body: z.strictObject({ left: selectorBody, right: selectorBody, maxNodes, groupBy, below }),
      response: {
        200: z.object({ rowsRead: rowsReadField, shape: shapeField, left: side, right: side }).meta({ id: 'Diff' }),
        ...problems,
      },
    },
    handler: async (request, reply) => {
      const { left, right, groupBy: grouping, ...shape } = request.body;
      const nowMs = now();
      const question = { left: selectorOf(left, nowMs), right: selectorOf(right, nowMs), grouping, ...shape };
      const project = projectOf(request).id;
      return answerWithProgress(deps, reply, async (ask) => {
        const [answer, ...drops] = await Promise.all([
          samples.diff(project, question, ask),
          questions.drops(project, question.left, ask),
          questions.drops(project, question.right, ask),
        ]);
        const sideOf = (name: 'left' | 'right', index: 0 | 1): z.infer<typeof side> => ({
          facts: factsFieldOf(answer[name].facts, drops[index]),
          values: valuesFieldOf(answer.tree.sides[index]!),
          share: [...answer[name].share],
        });
        return {
          rowsRead: answer.rowsRead,
          shape: shapeFieldOf(answer.tree),
          left: sideOf('left', 0),
          right: sideOf('right', 1),
        };
      });
    },
  });
}
