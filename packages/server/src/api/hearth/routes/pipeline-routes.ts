import { z } from 'zod';
import type { Caller } from '../../../auth/caller.ts';
import { chooseProject } from '../../../auth/choose-project.ts';
import type { Project } from '../../../catalog/projects.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import { withScope } from '../access.ts';
import { pipelineWithin } from '../find-capture.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { pipelineDetail, pipelineDetailOf, pipelineItem, pipelineItemOf } from '../schemas/pipeline.ts';
import { problems } from '../schemas/problem-schema.ts';

const tags = ['pipelines'];

const ofOne = z.object({ pipeline: z.string().meta({ description: 'Name or uuid.' }) });
const hosts = z.int().meta({ description: 'How many there are; as many as were seen when absent.' });

/** Lists, makes, shows, changes and removes pipelines: programs that run on one or more hosts, each with its agent. */
export function pipelineRoutes(face: HearthInstance, { catalog, captures }: HearthFaceDeps): void {
  const projectFor = async (caller: Caller, named: string | undefined): Promise<Project> => {
    if (named === undefined) return chooseProject(catalog, caller);
    const project = await catalog.projects.find(named, caller.reach);
    if (project === undefined) throw new HearthError('project_not_found');
    return project;
  };

  face.get('/pipelines', {
    config: withScope('project:read'),
    schema: {
      tags,
      summary: 'List pipelines, by name',
      response: { 200: z.object({ pipelines: z.array(pipelineItem) }), ...problems },
    },
    handler: async ({ caller }) => ({
      pipelines: (await catalog.pipelines.list(caller.reach)).map((pipeline) =>
        pipelineItemOf(pipeline, captures.hosts(pipeline)),
      ),
    }),
  });

  face.post('/pipelines', {
    config: withScope('project:write'),
    schema: {
      tags,
      summary: 'Make a pipeline',
      body: z.strictObject({
        name: z.string().meta({ description: 'Letters, digits, - and _, 63 at most; unique in the organization.' }),
        project: z.string().optional().meta({
          description: "Number, slug or key; the token's own when absent, else `default`, else the only one there is.",
        }),
        description: z.string().optional(),
        hosts: hosts.optional(),
      }),
      response: { 201: pipelineDetail, ...problems },
    },
    handler: async ({ body, caller }, reply) => {
      const { project, ...settings } = body;
      const { id, organizationId } = await projectFor(caller, project);
      const pipeline = await catalog.pipelines.create({ ...settings, organizationId, projectId: id });
      return reply.code(201).send(pipelineDetailOf(pipeline, captures.hosts(pipeline)));
    },
  });

  face.get('/pipelines/:pipeline', {
    config: withScope('project:read'),
    schema: {
      tags,
      summary: 'Show a pipeline and the state of its hosts',
      params: ofOne,
      response: { 200: pipelineDetail, ...problems },
    },
    handler: async ({ params, caller }) => {
      const pipeline = await pipelineWithin(catalog, params.pipeline, caller);
      return pipelineDetailOf(pipeline, captures.hosts(pipeline));
    },
  });

  face.patch('/pipelines/:pipeline', {
    config: withScope('project:write'),
    schema: {
      tags,
      summary: 'Rename a pipeline or change what is said of it; tokens of its agents go along',
      params: ofOne,
      body: z.strictObject({
        name: z.string().optional(),
        description: z.string().optional(),
        hosts: hosts.nullable().optional(),
      }),
      response: { 200: pipelineDetail, ...problems },
    },
    handler: async ({ params, body, caller }) => {
      const { id } = await pipelineWithin(catalog, params.pipeline, caller);
      const pipeline = await catalog.pipelines.update(id, body);
      captures.hostsChanged(pipeline);
      return pipelineDetailOf(pipeline, captures.hosts(pipeline));
    },
  });

  face.delete('/pipelines/:pipeline', {
    config: withScope('project:admin'),
    schema: {
      tags,
      summary: 'Remove a pipeline and the list of its captures; their profiles stay',
      description: 'Refused with `capture_in_progress` while one of its hosts is being recorded.',
      params: ofOne,
      response: { 204: z.null(), ...problems },
    },
    handler: async ({ params, caller }, reply) => {
      const { id } = await pipelineWithin(catalog, params.pipeline, caller);
      const running = ['requested', 'accepted', 'recording', 'writing', 'uploading'] as const;
      const [busy] = await captures.list({ pipelineId: id, states: running, limit: 1 }, caller.reach);
      if (busy !== undefined) {
        throw new HearthError('capture_in_progress', { message: `Host ${String(busy.ordinal)} is being recorded.` });
      }
      await captures.removePipeline(id);
      return reply.code(204).send(null);
    },
  });
}
