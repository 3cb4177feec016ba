import type { HostState } from '../../../capture/host-state.ts';
import type { Pipeline } from '../../../catalog/pipelines/pipeline.ts';
import type { FelderaCaptures } from '../feldera-face-deps.ts';
import { FELDERA_VERSION } from '../platform/feldera-version.ts';
import type { PipelineConnectors, PipelineInfo, PipelineStatus } from './pipeline-info.ts';
import { programOf } from './program.ts';
import type { Selector } from './selector.ts';

/** States that somebody may ask for by `start`, `pause` and `stop`. */
const statuses = ['Running', 'Paused', 'Standby', 'Stopped'] as const;
type Status = (typeof statuses)[number];

/** Hearth starts and stops nothing, so a pipeline is at once what it was asked to be. */
export const statusOf = ({ desiredStatus }: Pipeline): Status =>
  statuses.find((status) => status === desiredStatus) ?? 'Running';

/** A pipeline with the fields that were asked for. */
export function pipelineView(
  pipeline: Pipeline,
  selector: Selector,
  captures: FelderaCaptures,
): PipelineInfo | PipelineStatus | PipelineConnectors {
  switch (selector) {
    case 'all':
      return fullView(pipeline, captures);
    case 'status':
      return statusView(pipeline, captures);
    case 'status_with_connectors':
      return { ...statusView(pipeline, captures), connectors: null };
  }
}

export function fullView(pipeline: Pipeline, captures: FelderaCaptures): PipelineInfo {
  const { tags: _tags, ...program } = programOf(pipeline.definition);
  return {
    ...statusView(pipeline, captures),
    ...program,
    program_error: { sql_compilation: null, rust_compilation: null, system_error: null },
    program_info: null,
  };
}

function statusView(pipeline: Pipeline, captures: FelderaCaptures): PipelineStatus {
  const status = statusOf(pipeline);
  const isStopped = status === 'Stopped';
  const resources = isStopped ? 'Stopped' : 'Provisioned';
  const since = text(pipeline.desiredStatusMs);
  return {
    id: pipeline.uuid,
    name: pipeline.name,
    description: pipeline.description,
    tags: programOf(pipeline.definition).tags,
    created_at: text(pipeline.createdMs),
    version: pipeline.version,
    platform_version: FELDERA_VERSION,
    program_version: pipeline.version,
    program_status: 'Success',
    program_status_since: text(pipeline.createdMs),
    refresh_version: pipeline.version,
    storage_status: 'Cleared',
    storage_status_details: null,
    deployment_error: null,
    deployment_id: isStopped ? null : pipeline.uuid,
    deployment_initial: isStopped ? null : status,
    deployment_status: status,
    deployment_status_since: since,
    deployment_desired_status: status,
    deployment_desired_status_since: since,
    deployment_resources_status: resources,
    deployment_resources_status_details: null,
    deployment_resources_status_since: since,
    deployment_resources_desired_status: resources,
    deployment_resources_desired_status_since: since,
    deployment_runtime_status: isStopped ? null : status,
    deployment_runtime_status_details: null,
    deployment_runtime_status_since: isStopped ? null : since,
    deployment_runtime_desired_status: isStopped ? null : status,
    deployment_runtime_desired_status_since: isStopped ? null : since,
    bootstrap_policy: null,
    hosts: captures.hosts(pipeline).map(hostView),
  };
}

const hostView = ({ ordinal, state, recorders, lastSeenMs }: HostState): PipelineStatus['hosts'][number] => ({
  ordinal,
  state,
  recorders: recorders.map(({ name }) => name),
  last_seen: lastSeenMs === undefined ? null : text(lastSeenMs),
});

const text = (ms: number): string => new Date(ms).toISOString();
