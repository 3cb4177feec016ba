import { z } from 'zod';
import { projectOf } from '../../../auth/register-auth.ts';
import type { IngestKey } from '../../../catalog/ingest-keys.ts';
import { inProject } from '../access.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { problems } from '../schemas/problem-schema.ts';
import { timeField, timeText } from '../schemas/time-parameter.ts';

const tags = ['ingest'];
/** Long enough for what someone calls a key. */
const DEFAULT_NAME = 'Default';

const keyItem = z
  .object({
    key: z.string().meta({ description: 'Can write uploads into this project and nothing else.' }),
    name: z.string(),
    active: z.boolean(),
    created: timeField,
    ended: timeField.nullable(),
  })
  .meta({ id: 'IngestKey' });

const keyItemOf = ({ key, name, createdMs, endedMs }: IngestKey): z.infer<typeof keyItem> => ({
  key,
  name,
  active: endedMs === undefined,
  created: timeText(createdMs),
  ended: endedMs === undefined ? null : timeText(endedMs),
});

/** Lists, makes, rotates and ends ingest keys. */
export function keyRoutes(face: HearthInstance, { catalog: { ingestKeys } }: HearthFaceDeps): void {
  const inOne = z.object({ project: z.string() });
  const ofOne = z.object({ project: z.string(), key: z.string() });

  face.get('/projects/:project/keys', {
    config: inProject('project:read'),
    schema: {
      tags,
      summary: 'List ingest keys, ended ones included',
      params: inOne,
      response: { 200: z.object({ keys: z.array(keyItem) }), ...problems },
    },
    handler: async (request) => ({ keys: (await ingestKeys.list(projectOf(request).id)).map(keyItemOf) }),
  });

  face.post('/projects/:project/keys', {
    config: inProject('project:admin'),
    schema: {
      tags,
      summary: 'Make an ingest key',
      params: inOne,
      body: z.strictObject({ name: z.string().default(DEFAULT_NAME) }),
      response: { 201: keyItem, ...problems },
    },
    handler: async (request, reply) =>
      reply.code(201).send(keyItemOf(await ingestKeys.create(projectOf(request).id, request.body.name))),
  });

  face.post('/projects/:project/keys/:key/rotate', {
    config: inProject('project:admin'),
    schema: {
      tags,
      summary: 'End an ingest key and make another in its place',
      params: ofOne,
      response: { 201: keyItem, ...problems },
    },
    handler: async (request, reply) =>
      reply.code(201).send(keyItemOf(await ingestKeys.rotate(projectOf(request).id, request.params.key))),
  });

  face.delete('/projects/:project/keys/:key', {
    config: inProject('project:admin'),
    schema: {
      tags,
      summary: 'End an ingest key',
      params: ofOne,
      response: { 204: z.null(), ...problems },
    },
    handler: async (request, reply) => {
      await ingestKeys.end(projectOf(request).id, request.params.key);
      return reply.code(204).send(null);
    },
  });
}
