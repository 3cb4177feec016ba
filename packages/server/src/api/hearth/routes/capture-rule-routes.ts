import { z } from 'zod';
import { projectOf } from '../../../auth/register-auth.ts';
import { inProject } from '../access.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { problems } from '../schemas/problem-schema.ts';

const tags = ['projects'];
const params = z.object({ project: z.string() });

const startedBy = z
  .enum(['read', 'write'])
  .meta({ description: "The least role that may start a capture through Feldera's API, whose own rule is `read`." });
const afterFailure = z.enum(['report', 'last_good']).meta({
  description: "What Feldera's API answers after a capture that failed: that it did, or the newest good one.",
});

const captureRules = z.object({ startedBy, afterFailure }).meta({ id: 'CaptureRules' });

/** What a project says about captures that clients of Feldera ask for. */
export function captureRuleRoutes(face: HearthInstance, { catalog }: HearthFaceDeps): void {
  face.get('/projects/:project/capture-rules', {
    config: inProject('project:read'),
    schema: {
      tags,
      summary: "Show what a project says about captures through Feldera's API",
      params,
      response: { 200: captureRules, ...problems },
    },
    handler: async (request) => catalog.captureRules.get(projectOf(request).id),
  });

  face.patch('/projects/:project/capture-rules', {
    config: inProject('project:admin'),
    schema: {
      tags,
      summary: "Change what a project says about captures through Feldera's API",
      params,
      body: z.strictObject({ startedBy: startedBy.optional(), afterFailure: afterFailure.optional() }),
      response: { 200: captureRules, ...problems },
    },
    handler: async (request) => {
      const { startedBy, afterFailure } = request.body;
      return catalog.captureRules.update(projectOf(request).id, {
        ...(startedBy === undefined ? {} : { startedBy }),
        ...(afterFailure === undefined ? {} : { afterFailure }),
      });
    },
  });
}
