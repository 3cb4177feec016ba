import { HearthError } from '../errors/hearth-error.ts';
import { isPipelineName, MAX_PIPELINE_HOSTS } from './pipelines/pipeline.ts';
import type { TokenRow } from './schema.ts';
import type { Scope } from './scope.ts';

/** The one pipeline of an agent's token, by name: the token may be made before the pipeline is. */
export interface AgentBinding {
  readonly pipeline: string;
  /** Any host of the pipeline when absent. */
  readonly ordinal?: number | undefined;
  /** Whether the agent makes the pipeline, in the token's project, when there is none of that name. */
  readonly makesPipeline: boolean;
}

type BindingColumns = Pick<TokenRow, 'agent_pipeline' | 'agent_ordinal' | 'agent_makes_pipeline'>;

/** The columns of a new token. Throws `invalid_request` for a binding without the scope, or the scope without it. */
export function checkedBinding(wanted: {
  readonly scopes: readonly Scope[];
  readonly projectId?: number | undefined;
  readonly agent?: AgentBinding | undefined;
}): BindingColumns {
  const { scopes, projectId, agent } = wanted;
  if (agent === undefined) {
    if (scopes.includes('agent')) throw invalid('A token with the scope agent names a pipeline.');
    return { agent_pipeline: null, agent_ordinal: null, agent_makes_pipeline: null };
  }
  if (scopes.some((scope) => scope !== 'agent')) throw invalid('The token of an agent has no scope but agent.');
  if (projectId === undefined) throw invalid('The token of an agent belongs to one project.');
  if (!isPipelineName(agent.pipeline)) throw invalid('That is not a name of a pipeline.');
  const { ordinal } = agent;
  if (ordinal !== undefined && !(Number.isInteger(ordinal) && ordinal >= 0 && ordinal < MAX_PIPELINE_HOSTS)) {
    throw invalid(`Hosts are numbered from 0 to ${String(MAX_PIPELINE_HOSTS - 1)}.`);
  }
  return {
    agent_pipeline: agent.pipeline,
    agent_ordinal: ordinal ?? null,
    agent_makes_pipeline: agent.makesPipeline ? 1 : null,
  };
}

export function bindingOfRow(row: BindingColumns): AgentBinding | undefined {
  if (row.agent_pipeline === null) return undefined;
  return {
    pipeline: row.agent_pipeline,
    ordinal: row.agent_ordinal ?? undefined,
    makesPipeline: row.agent_makes_pipeline !== null,
  };
}

const invalid = (message: string): HearthError => new HearthError('invalid_request', { message });
