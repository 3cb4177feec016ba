import { z } from 'zod';
import { projectOf } from '../../../auth/register-auth.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import { inProject } from '../access.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { problems } from '../schemas/problem-schema.ts';

/** Erases a project with everything it holds. */
export function eraseRoute(face: HearthInstance, { storage }: HearthFaceDeps): void {
  face.delete('/projects/:project', {
    config: inProject('project:admin'),
    schema: {
      tags: ['projects'],
      summary: 'Erase a project: its profiles, keys, pipelines and captures, pinned or not',
      description:
        'Its credentials end at once. Its rows are deleted in the background, and at the next start should the server end meanwhile. ' +
        'Nothing brings them back.',
      params: z.object({ project: z.string() }),
      body: z.strictObject({ confirm: z.string().meta({ description: 'The slug of the project.' }) }),
      response: { 202: z.object({ erasing: z.string() }), ...problems },
    },
    handler: async (request, reply) => {
      const project = projectOf(request);
      if (request.body.confirm !== project.slug) {
        throw new HearthError('invalid_request', { message: 'confirm: is not the slug of the project.' });
      }
      await storage.erase(project);
      return reply.code(202).send({ erasing: project.slug });
    },
  });
}
