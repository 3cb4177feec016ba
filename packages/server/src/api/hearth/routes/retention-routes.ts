import { z } from 'zod';
import { projectOf } from '../../../auth/register-auth.ts';
import { MAX_RETENTION_DAYS, type Project } from '../../../catalog/projects.ts';
import { inProject } from '../access.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { problems } from '../schemas/problem-schema.ts';

const tags = ['retention'];
const params = z.object({ project: z.string() });
const days = z.int().min(1).max(MAX_RETENTION_DAYS);

const classes = {
  derivedDays: days.meta({ description: 'Profiles, their stacks, sums and spans. No original is kept longer.' }),
  streamOriginalDays: days.meta({ description: 'Originals of continuous profilers.' }),
  singleOriginalDays: days.meta({
    description: 'Originals of single profiles, captures and files, and of what no decoder reads yet.',
  }),
};

const retentionAnswer = z
  .object({
    ...classes,
    disk: z
      .object({
        budgetBytes: z
          .int()
          .nullable()
          .meta({ description: 'What all projects together may take; null for no bound.' }),
        usedBytes: z.int(),
        droppedPartitions: z.int().meta({ description: 'Days that went before their time since the start.' }),
        exceeded: z.boolean().meta({ description: 'Nothing more may be dropped, and it is still too much.' }),
      })
      .meta({ description: 'Of the whole server.' }),
  })
  .meta({ id: 'Retention' });

/** How long a project keeps what, and what the disk allows. */
export function retentionRoutes(face: HearthInstance, { catalog, storage }: HearthFaceDeps): void {
  const answer = (project: Project): z.infer<typeof retentionAnswer> => {
    const { budgetBytes, usedBytes, droppedPartitions, isExceeded } = storage.diskBudget();
    return {
      derivedDays: project.retentionDays,
      streamOriginalDays: project.streamOriginalDays,
      singleOriginalDays: project.singleOriginalDays,
      disk: { budgetBytes: budgetBytes ?? null, usedBytes, droppedPartitions, exceeded: isExceeded },
    };
  };

  face.get('/projects/:project/retention', {
    config: inProject('project:read'),
    schema: { tags, summary: 'Show how long what is kept', params, response: { 200: retentionAnswer, ...problems } },
    handler: async (request) => answer(projectOf(request)),
  });

  face.put('/projects/:project/retention', {
    config: inProject('project:admin'),
    schema: {
      tags,
      summary: 'Set how long what is kept that comes from now on',
      description: 'What is stored keeps the class that it came with.',
      params,
      body: z.strictObject(classes),
      response: { 200: retentionAnswer, ...problems },
    },
    handler: async (request) => {
      const { derivedDays, streamOriginalDays, singleOriginalDays } = request.body;
      const wanted = { retentionDays: derivedDays, streamOriginalDays, singleOriginalDays };
      return answer(await catalog.projects.update(projectOf(request).id, wanted));
    },
  });
}
