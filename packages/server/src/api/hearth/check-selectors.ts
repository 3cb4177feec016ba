import { describeType } from '@hearth/profile';
import type { FastifyInstance } from 'fastify';
import { projectOf } from '../../auth/register-auth.ts';
import { HearthError } from '../../errors/hearth-error.ts';
import { askOfReply } from '../ask-of-reply.ts';
import type { HearthFaceDeps } from './hearth-face-deps.ts';

/**
 * A profile begins ten minutes ahead of the server's clock at most. A range that begins a day ahead is no wrong clock any more but
 * a mistake, such as milliseconds where seconds are meant.
 */
const MAX_AHEAD_MS = 86_400_000;

interface Asked {
  readonly from?: unknown;
  readonly type?: unknown;
}

/**
 * Refuses what a schema cannot know to be wrong, before the question is asked: `invalid_range` for a range that lies in the future,
 * `invalid_request` for a type that is neither known by its name nor in any profile of the project.
 */
export function checkSelectors(face: FastifyInstance, { questions, now = Date.now }: HearthFaceDeps): void {
  face.addHook('preHandler', async (request, reply) => {
    checkBegin('', request.query, now());
    const body = request.body;
    if (typeof body !== 'object' || body === null) return;
    for (const name of ['selector', 'left', 'right']) {
      const selector = (body as Readonly<Record<string, unknown>>)[name];
      if (typeof selector !== 'object' || selector === null) continue;
      checkBegin(`${name}.`, selector, now());
      const { type } = selector as Asked;
      // Types with a description are asked for by default, also where there is nothing yet.
      if (typeof type !== 'string' || type === '' || describeType(type).unit !== '') continue;
      const { profiles } = await questions.profiles(projectOf(request).id, { type, limit: 1 }, askOfReply(reply));
      if (profiles.length > 0) continue;
      throw new HearthError('invalid_request', {
        message: `${name}.type: no profile of this project has the type ${JSON.stringify(type)}.`,
      });
    }
  });
}

function checkBegin(where: string, asked: unknown, nowMs: number): void {
  const from = typeof asked === 'object' && asked !== null ? (asked as Asked).from : undefined;
  if (typeof from !== 'number' || from <= nowMs + MAX_AHEAD_MS) return;
  throw new HearthError('invalid_range', { message: `${where}from: is more than a day ahead.` });
}
