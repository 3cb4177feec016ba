import type { FastifyInstance, FastifyRequest } from 'fastify';
import { chooseProject } from '../../../auth/choose-project.ts';
import type { Pipeline } from '../../../catalog/pipelines/pipeline.ts';
import { isPipelineName } from '../../../catalog/pipelines/pipeline.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import { readRole, writeRole } from '../access.ts';
import { FelderaError } from '../feldera-error.ts';
import type { FelderaFaceDeps } from '../feldera-face-deps.ts';
import { FelderaQuery } from '../feldera-query.ts';
import { findPipeline, pipelineNameOf } from './find-pipeline.ts';
import { fullView, pipelineView } from './pipeline-view.ts';
import { type PipelineBody, readPipelineBody, settingsOf } from './program.ts';
import { selectorOf } from './selector.ts';

const reading = { config: { access: readRole } };
const writing = { config: { access: writeRole } };

/** Lists, shows, makes, changes and removes pipelines. */
export function pipelineRoutes(face: FastifyInstance, deps: FelderaFaceDeps): void {
  const { catalog, captures } = deps;
  face.addHook('onSend', async (request, reply) => {
    if (request.method === 'GET') reply.header('cache-control', 'no-cache');
  });

  face.get('/pipelines', reading, async (request) => {
    const selector = selectorOf(new FelderaQuery(request.url));
    const pipelines = await catalog.pipelines.list(request.caller.reach);
    return pipelines.map((pipeline) => pipelineView(pipeline, selector, captures));
  });

  face.get('/pipelines/:pipeline', reading, async (request) => {
    const selector = selectorOf(new FelderaQuery(request.url));
    return pipelineView(await findPipeline(catalog, request), selector, captures);
  });

  face.post('/pipelines', writing, async (request, reply) => {
    const body = readPipelineBody(request.body);
    const made = await create(deps, request, checkedName(body.name ?? ''), body);
    return reply.code(201).send(fullView(made, captures));
  });

  face.put('/pipelines/:pipeline', writing, async (request, reply) => {
    const body = readPipelineBody(request.body);
    const name = pipelineNameOf(request);
    const { pipeline, isNew } = await findOrCreate(deps, request, name, body);
    if (isNew) return reply.code(201).send(fullView(pipeline, captures));
    // What is not said falls back to what a new pipeline has.
    const replaced = await update(deps, pipeline, { ...body, description: body.description ?? '' }, {});
    return reply.code(200).send(fullView(replaced, captures));
  });

  face.patch('/pipelines/:pipeline', writing, async (request) => {
    const body = readPipelineBody(request.body);
    const found = await findPipeline(catalog, request);
    return fullView(await update(deps, found, body, found.definition), captures);
  });

  face.delete('/pipelines/:pipeline', writing, async (request, reply) => {
    await captures.removePipeline((await findPipeline(catalog, request)).id);
    return reply.code(200).send();
  });
}

async function findOrCreate(
  deps: FelderaFaceDeps,
  request: FastifyRequest,
  name: string,
  body: PipelineBody,
): Promise<{ readonly pipeline: Pipeline; readonly isNew: boolean }> {
  const find = () => deps.catalog.pipelines.find(name, request.caller.reach, request.organization?.id);
  const found = await find();
  if (found !== undefined) return { pipeline: found, isNew: false };
  try {
    return { pipeline: await create(deps, request, checkedName(name), body), isNew: true };
  } catch (error) {
    // Two make it at once, or an agent makes its own.
    const made = error instanceof HearthError && error.code === 'conflict' ? await find() : undefined;
    if (made === undefined) throw error;
    return { pipeline: made, isNew: false };
  }
}

async function create(
  { catalog }: FelderaFaceDeps,
  { caller }: FastifyRequest,
  name: string,
  body: PipelineBody,
): Promise<Pipeline> {
  const { id: projectId, organizationId } = await chooseProject(catalog, caller, body.project ?? undefined);
  return catalog.pipelines.create({
    ...settingsOf(body, {}),
    name,
    organizationId,
    projectId,
    desiredStatus: 'Running',
  });
}

async function update(
  { catalog, captures }: FelderaFaceDeps,
  { id, hosts }: Pipeline,
  body: PipelineBody,
  base: Pipeline['definition'],
): Promise<Pipeline> {
  if (typeof body.name === 'string') checkedName(body.name);
  const changed = await catalog.pipelines.update(id, settingsOf(body, base));
  if (changed.hosts !== hosts) captures.hostsChanged(changed);
  return changed;
}

/** @throws FelderaError in Feldera's words */
function checkedName(name: string): string {
  if (isPipelineName(name)) return name;
  if (name === '') throw new FelderaError(400, 'EmptyName', 'Name cannot be empty');
  throw new FelderaError(
    400,
    'NameDoesNotMatchPattern',
    `Name '${name}' has at most 63 letters, digits, dashes and underscores, with a letter or digit at both ends`,
    { name },
  );
}
