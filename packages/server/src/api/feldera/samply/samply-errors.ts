import type { Capture } from '../../../catalog/captures/capture.ts';
import type { Pipeline } from '../../../catalog/pipelines/pipeline.ts';
import { FelderaError } from '../feldera-error.ts';

/** Nothing was ever collected, or nothing of it is left; `details` says which. */
export const noSamplyProfile = (details: string | null = null): FelderaError =>
  new FelderaError(
    400,
    'NoSamplyProfile',
    'no samply profile found; trigger a samply profile by making a POST request to `/samply_profile`',
    details,
  );

export const profilingInProgress = (): FelderaError =>
  new FelderaError(409, 'SamplyProfilingInProgress', 'samply profile collection is already in progress');

/** `details` is one text, as Feldera's is: the cause, and what the recorder printed. */
export function profilingFailure({ cause, detail }: Capture): FelderaError {
  const texts = [cause ?? 'The capture ended without a file.', detail ?? ''].filter((text) => text !== '');
  return new FelderaError(
    500,
    'SamplyProfilingFailure',
    'failed to profile the pipeline using samply',
    texts.join('\n'),
  );
}

/** A collection that was over before the answer to its request: its profile is stored all the same. */
export const unexpectedCompletion = (): FelderaError =>
  new FelderaError(500, 'SamplyProfilingUnexpectedCompletion', 'samply profiling completed unexpectedly');

export const ordinalOutOfRange = ({ name, hosts }: Pipeline, ordinal: number): FelderaError =>
  new FelderaError(
    400,
    'InvalidOrdinal',
    `Pipeline '${name}' has no host ${String(ordinal)}: its hosts are numbered from 0 to ${String(hosts - 1)}`,
    { pipeline_name: name, ordinal, hosts },
  );

/** Nobody is there who could record, or nobody may: the pipeline was told to stop. */
export function notDeployed(pipeline: Pipeline, why: string): FelderaError {
  const { name, uuid } = pipeline;
  return new FelderaError(
    503,
    'PipelineInteractionNotDeployed',
    `Unable to interact with pipeline because the deployment status (stopped) indicates it is not (yet) fully provisioned: ${why} pipeline-id=${uuid} pipeline-name="${name}"`,
    { pipeline_name: name, status: 'Stopped', desired_status: 'Provisioned' },
  );
}
