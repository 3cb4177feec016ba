import { z } from 'zod';
import { projectOf } from '../../../auth/register-auth.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import { decodeProfileCursor, encodeProfileCursor } from '../../../query/profile-cursor.ts';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../../../store/readers/list-profiles.ts';
import { sources } from '../../../store/upload.ts';
import { askOfReply } from '../../ask-of-reply.ts';
import { inProject } from '../access.ts';
import { assertRange } from '../assert-range.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { refOf } from '../parse-ref.ts';
import { problems } from '../schemas/problem-schema.ts';
import { profileDetail, profileDetailOf, profileItemOf, profileList } from '../schemas/profile.ts';
import { timeParameter } from '../schemas/time-parameter.ts';

const tags = ['profiles'];

const listQuery = z.strictObject({
  from: timeParameter.optional(),
  to: timeParameter.optional(),
  app: z.string().optional(),
  environment: z.string().optional(),
  release: z.string().optional(),
  type: z.string().optional().meta({ description: 'Only profiles that have this type.' }),
  source: z.enum(sources).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
  cursor: z.string().optional().meta({ description: '`next` of the page before.' }),
});

/** Lists and shows profiles. */
export function profileRoutes(face: HearthInstance, { catalog, questions }: HearthFaceDeps): void {
  face.get('/projects/:project/profiles', {
    config: inProject('project:read'),
    schema: {
      tags,
      summary: 'List profiles, newest first',
      params: z.object({ project: z.string() }),
      querystring: listQuery,
      response: { 200: profileList, ...problems },
    },
    handler: async (request, reply) => {
      const { from, to, cursor, ...rest } = request.query;
      assertRange(from, to);
      const after = cursor === undefined ? undefined : decodeProfileCursor(cursor);
      const question = { ...rest, fromMs: from, toMs: to, after };
      const page = await questions.profiles(projectOf(request).id, question, askOfReply(reply));
      return {
        profiles: page.profiles.map(profileItemOf),
        next: page.next === undefined ? null : encodeProfileCursor(page.next),
      };
    },
  });

  face.get('/projects/:project/profiles/:id', {
    config: inProject('project:read'),
    schema: {
      tags,
      summary: 'Show one profile, by its id or its number',
      params: z.object({ project: z.string(), id: z.string() }),
      response: { 200: profileDetail, ...problems },
    },
    handler: async (request, reply) => {
      const { id } = projectOf(request);
      const profile = await questions.profile(id, refOf(request.params.id), askOfReply(reply));
      if (profile === undefined) throw new HearthError('profile_not_found');
      return profileDetailOf(profile, await catalog.pins.list(id));
    },
  });
}
