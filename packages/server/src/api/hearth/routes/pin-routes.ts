import { z } from 'zod';
import { projectOf } from '../../../auth/register-auth.ts';
import { MAX_NOTE_LENGTH, type Pin, type PinnedSubject } from '../../../catalog/pins.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import { MAX_VALUE_LENGTH } from '../../../query/selector/selector.ts';
import type { ProjectId } from '../../../store/upload.ts';
import { inProject } from '../access.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { refOf } from '../parse-ref.ts';
import { problems } from '../schemas/problem-schema.ts';
import { timeField, timeParameter, timeText } from '../schemas/time-parameter.ts';

const tags = ['retention'];
const params = z.object({ project: z.string() });

const pinItem = z
  .object({
    id: z.string().meta({ description: 'Of what is pinned: the same pinned twice is one pin.' }),
    app: z.string(),
    from: timeField,
    to: timeField,
    profile: z.string().nullable().meta({ description: 'Null when all profiles of the range are pinned.' }),
    note: z.string(),
    created: timeField,
  })
  .meta({ id: 'Pin' });

const pinItemOf = ({ id, app, fromMs, toMs, profileId, note, createdMs }: Pin): z.infer<typeof pinItem> => ({
  id,
  app,
  from: timeText(fromMs),
  to: timeText(toMs),
  profile: profileId ?? null,
  note,
  created: timeText(createdMs),
});

const pinBody = z.strictObject({
  profile: z.string().optional().meta({ description: 'Id or number; instead of app, from and to.' }),
  app: z.string().min(1).max(MAX_VALUE_LENGTH).optional(),
  from: timeParameter.optional(),
  to: timeParameter.optional(),
  note: z.string().max(MAX_NOTE_LENGTH).default(''),
});

/** What must not expire. */
export function pinRoutes(face: HearthInstance, { catalog, questions }: HearthFaceDeps): void {
  const subjectOf = async (project: ProjectId, body: z.infer<typeof pinBody>): Promise<PinnedSubject> => {
    const { profile, app, from, to } = body;
    if (profile !== undefined) {
      if (app !== undefined || from !== undefined || to !== undefined) {
        throw new HearthError('invalid_request', { message: 'profile: stands alone, without app, from and to.' });
      }
      const found = await questions.profile(project, refOf(profile));
      if (found === undefined) throw new HearthError('profile_not_found');
      return { app: found.app, fromMs: found.startMs, toMs: found.startMs + 1, profileId: found.id };
    }
    if (app === undefined || from === undefined || to === undefined) {
      throw new HearthError('invalid_request', { message: 'Name a profile, or app, from and to.' });
    }
    if (from >= to) throw new HearthError('invalid_range', { message: 'from is not before to.' });
    return { app, fromMs: from, toMs: to, profileId: undefined };
  };

  face.get('/projects/:project/pins', {
    config: inProject('project:read'),
    schema: {
      tags,
      summary: 'List what is pinned, oldest first',
      params,
      response: { 200: z.object({ pins: z.array(pinItem) }), ...problems },
    },
    handler: async (request) => ({ pins: (await catalog.pins.list(projectOf(request).id)).map(pinItemOf) }),
  });

  face.post('/projects/:project/pins', {
    config: inProject('project:write'),
    schema: {
      tags,
      summary: "Pin a profile, or an app's profiles of a range",
      description:
        'What is pinned is kept when its days have passed, with its originals as far as they are kept still. The same again answers the same pin.',
      params,
      body: pinBody,
      response: { 201: pinItem, ...problems },
    },
    handler: async (request, reply) => {
      const { id } = projectOf(request);
      const pin = await catalog.pins.create(id, await subjectOf(id, request.body), request.body.note);
      return reply.code(201).send(pinItemOf(pin));
    },
  });

  face.delete('/projects/:project/pins/:pin', {
    config: inProject('project:write'),
    schema: {
      tags,
      summary: 'Unpin: what has expired goes within the hour',
      params: z.object({ project: z.string(), pin: z.string() }),
      response: { 204: z.null(), ...problems },
    },
    handler: async (request, reply) => {
      await catalog.pins.remove(projectOf(request).id, request.params.pin);
      return reply.code(204).send(null);
    },
  });
}
