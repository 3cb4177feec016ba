import type { FastifyRequest } from 'fastify';
import type { Catalog } from '../../../catalog/catalog.ts';
import type { Pipeline } from '../../../catalog/pipelines/pipeline.ts';
import { FelderaError } from '../feldera-error.ts';

/** The pipeline that `:pipeline` of the address names, in the caller's organization. @throws FelderaError 404 */
export async function findPipeline(catalog: Catalog, request: FastifyRequest): Promise<Pipeline> {
  const name = pipelineNameOf(request);
  const found = await catalog.pipelines.find(name, request.caller.reach, request.organization?.id);
  if (found === undefined) {
    throw new FelderaError(404, 'UnknownPipelineName', `Unknown pipeline name '${name}'`, { pipeline_name: name });
  }
  return found;
}

export const pipelineNameOf = ({ params }: FastifyRequest): string =>
  (params as { readonly pipeline?: string }).pipeline ?? '';
