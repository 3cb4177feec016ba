import { closeCodes, type HelloMessage, PROTOCOL_VERSION } from '@hearth/agent/protocol';
import { MAX_PIPELINE_HOSTS, type Pipeline } from '../catalog/pipelines/pipeline.ts';
import type { Pipelines } from '../catalog/pipelines/pipelines.ts';
import { HearthError } from '../errors/hearth-error.ts';
import type { AgentIdentity } from './agent-identity.ts';
import type { AgentLink, AgentLinks } from './agent-links.ts';
import type { AgentWire } from './agent-wire.ts';
import { LinkRefusedError } from './link-refused-error.ts';

export interface AdmittedAgent {
  readonly link: AgentLink;
  readonly pipeline: Pipeline;
  /** The pipeline has more hosts than before. */
  readonly isLarger: boolean;
}

/**
 * Finds the host that an agent says it is, as far as its credential goes, and gives it the place.
 *
 * @throws LinkRefusedError `unsupported`, `forbidden`, `ordinalTaken`
 */
export async function admitAgent(
  { pipelines, links }: { readonly pipelines: Pipelines; readonly links: AgentLinks },
  identity: AgentIdentity,
  hello: HelloMessage,
  wire: AgentWire,
): Promise<AdmittedAgent> {
  const { protocol, pipeline: name, ordinal } = hello;
  if (protocol !== PROTOCOL_VERSION) {
    throw new LinkRefusedError(closeCodes.unsupported, `this server speaks version ${PROTOCOL_VERSION}`);
  }
  if (name !== identity.pipeline) throw forbidden('the token is for another pipeline');
  if (identity.ordinal !== undefined && ordinal !== identity.ordinal) {
    throw forbidden(`the token is for host ${identity.ordinal}`);
  }
  const known = await pipelineOf(pipelines, identity);
  const limit = known.declaredHosts ?? MAX_PIPELINE_HOSTS;
  if (ordinal >= limit) throw forbidden(`hosts of the pipeline are numbered from 0 to ${limit - 1}`);
  const link = links.claim(known.id, hello, wire);
  const pipeline = await pipelines.noteOrdinal(known.id, ordinal);
  return { link, pipeline, isLarger: pipeline.hosts > known.hosts };
}

async function pipelineOf(pipelines: Pipelines, identity: AgentIdentity): Promise<Pipeline> {
  const { organizationId, projectId, pipeline: name, makesPipeline } = identity;
  try {
    const pipeline = makesPipeline
      ? await pipelines.ensure(organizationId, projectId, name)
      : await pipelines.find(name, { kind: 'organization', organizationId });
    // One of another project is as if it were not there.
    if (pipeline?.projectId === projectId) return pipeline;
  } catch (error) {
    if (error instanceof HearthError && error.status < 500)
      throw forbidden(`the pipeline cannot be made: ${error.code}`);
    throw error;
  }
  throw forbidden('the project of the token has no pipeline of that name');
}

const forbidden = (reason: string): LinkRefusedError => new LinkRefusedError(closeCodes.forbidden, reason);
