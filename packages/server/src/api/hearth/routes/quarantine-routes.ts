import { z } from 'zod';
import { withScope } from '../access.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { problems } from '../schemas/problem-schema.ts';
import { timeField, timeText } from '../schemas/time-parameter.ts';

const tags = ['operation'];

const quarantineAnswer = z
  .object({
    uploads: z
      .array(
        z.object({
          project: z.string().meta({ description: 'Slug.' }),
          uploadId: z.string(),
          source: z.string(),
          reason: z.string(),
          at: timeField,
        }),
      )
      .meta({ description: 'The newest first, at most 1 000.' }),
  })
  .meta({ id: 'Quarantine' });

/** Uploads that were accepted and could not be derived: shown, and tried again. */
export function quarantineRoutes(face: HearthInstance, { catalog, quarantine }: HearthFaceDeps): void {
  face.get('/admin/quarantine', {
    config: withScope('org:admin'),
    schema: {
      tags,
      summary: 'List uploads that could not be derived',
      response: { 200: quarantineAnswer, ...problems },
    },
    handler: async ({ caller }) => {
      const slugs = new Map((await catalog.projects.list(caller.reach)).map(({ id, slug }) => [Number(id), slug]));
      const uploads = (await quarantine.list()).flatMap(({ projectId, uploadId, source, reason, atMs }) => {
        const project = slugs.get(projectId);
        return project === undefined ? [] : [{ project, uploadId, source, reason, at: timeText(atMs) }];
      });
      return { uploads };
    },
  });

  face.post('/admin/quarantine/retry', {
    config: withScope('org:admin'),
    schema: {
      tags,
      summary: 'Try to derive all of them once more',
      body: z.strictObject({}).nullish(),
      response: { 200: z.object({ released: z.int() }), ...problems },
    },
    handler: async () => ({ released: await quarantine.retry() }),
  });
}
