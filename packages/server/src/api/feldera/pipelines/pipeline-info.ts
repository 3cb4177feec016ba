import { z } from 'zod';

const time = z.iso.datetime();
const count = z.int().nonnegative();
const nothing = z.null();

const deploymentStatus = z.enum(['Stopped', 'Standby', 'Paused', 'Running', 'Suspended']);
const resourcesStatus = z.enum(['Stopped', 'Provisioned']);

/** One host as it stands in `hosts`, which is ours: Feldera has no such field. */
const pipelineHost = z.strictObject({
  ordinal: count,
  state: z.enum(['connected', 'stale', 'gone']),
  recorders: z.array(z.string()),
  last_seen: time.nullable(),
});

const status = {
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  created_at: time,
  version: count,
  platform_version: z.string(),
  program_version: count,
  program_status: z.literal('Success'),
  program_status_since: time,
  refresh_version: count,
  storage_status: z.literal('Cleared'),
  storage_status_details: nothing,
  deployment_error: nothing,
  deployment_id: z.uuid().nullable(),
  deployment_initial: z.enum(['Running', 'Paused', 'Standby']).nullable(),
  deployment_status: deploymentStatus,
  deployment_status_since: time,
  deployment_desired_status: deploymentStatus,
  deployment_desired_status_since: time,
  deployment_resources_status: resourcesStatus,
  deployment_resources_status_details: nothing,
  deployment_resources_status_since: time,
  deployment_resources_desired_status: resourcesStatus,
  deployment_resources_desired_status_since: time,
  deployment_runtime_status: deploymentStatus.nullable(),
  deployment_runtime_status_details: nothing,
  deployment_runtime_status_since: time.nullable(),
  deployment_runtime_desired_status: deploymentStatus.nullable(),
  deployment_runtime_desired_status_since: time.nullable(),
  bootstrap_policy: nothing,
  hosts: z.array(pipelineHost),
};

const program = {
  runtime_config: z.record(z.string(), z.unknown()),
  program_code: z.string(),
  udf_rust: z.string(),
  udf_toml: z.string(),
  program_config: z.record(z.string(), z.unknown()),
  program_error: z.strictObject({ sql_compilation: nothing, rust_compilation: nothing, system_error: nothing }),
  program_info: nothing,
};

/**
 * Feldera's `PipelineSelectedInfo` for `selector=status`: every field that its typed clients require, and those that may be
 * null. Nothing is compiled here, so a program always has succeeded, and nothing is stored.
 */
export const pipelineStatus = z.strictObject(status);
export type PipelineStatus = z.infer<typeof pipelineStatus>;

/** For `selector=status_with_connectors`: there are none. */
export const pipelineConnectors = z.strictObject({ ...status, connectors: nothing });
export type PipelineConnectors = z.infer<typeof pipelineConnectors>;

/** For `selector=all`, and the answer to whoever made or changed the pipeline. */
export const pipelineInfo = z.strictObject({ ...status, ...program });
export type PipelineInfo = z.infer<typeof pipelineInfo>;
