import { z } from 'zod';
import { fromPath } from '../../../auth/access.ts';
import { projectOf } from '../../../auth/register-auth.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import { withScope } from '../access.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { problems } from '../schemas/problem-schema.ts';
import { timeField, timeText } from '../schemas/time-parameter.ts';
import { sendOriginal } from '../send-original.ts';

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
          bytes: z.int().meta({ description: 'Of the upload; 0 once its bytes have expired.' }),
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
      const uploads = (await quarantine.list()).flatMap(({ projectId, uploadId, source, reason, atMs, bytes }) => {
        const project = slugs.get(projectId);
        return project === undefined ? [] : [{ project, uploadId, source, reason, at: timeText(atMs), bytes }];
      });
      return { uploads };
    },
  });

  face.get('/admin/quarantine/:project/:uploadId/original', {
    config: { access: { kind: 'scope', anyOf: ['org:admin'], project: fromPath('project') } },
    schema: {
      tags,
      summary: 'Download one of them as it was sent',
      params: z.object({ project: z.string(), uploadId: z.string().regex(/^[0-9a-f]{32}$/) }),
      response: {
        200: { description: 'The upload.', content: { 'application/octet-stream': { schema: z.unknown() } } },
        ...problems,
      },
    },
    handler: async (request, reply) => {
      const { id, slug } = projectOf(request);
      const { uploadId } = request.params;
      const original = await quarantine.original({ projectId: id, uploadId });
      if (original === undefined) throw new HearthError('not_found');
      return sendOriginal(reply, [slug, uploadId], original);
    },
  });

  face.post('/admin/quarantine/retry', {
    config: withScope('org:admin'),
    schema: {
      tags,
      summary: 'Try to derive all of them once more, or one of them',
      body: z
        .strictObject({
          upload: z
            .strictObject({ project: z.string().meta({ description: 'Number, slug or key.' }), uploadId: z.string() })
            .optional()
            .meta({ description: 'All of them when absent.' }),
        })
        .nullish(),
      response: {
        200: z.object({ released: z.int().meta({ description: 'How many could be derived now.' }) }),
        ...problems,
      },
    },
    handler: async ({ body, caller }) => {
      const wanted = body?.upload;
      if (wanted === undefined) return { released: (await quarantine.retry()) ?? 0 };
      const project = await catalog.projects.find(wanted.project, caller.reach);
      if (project === undefined) throw new HearthError('project_not_found');
      const released = await quarantine.retry({ projectId: project.id, uploadId: wanted.uploadId });
      if (released === undefined) throw new HearthError('not_found');
      return { released };
    },
  });
}
