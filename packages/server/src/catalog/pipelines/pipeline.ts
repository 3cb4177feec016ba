import type { OrganizationId, PipelineId, ProjectId } from '../ids.ts';

/** Feldera's limit, whose clients check it. */
export const MAX_PIPELINE_NAME_LENGTH = 63;
/** Feldera's own runner stops at 255. Every host of a pipeline is shown, so the number is a bound of answers too. */
export const MAX_PIPELINE_HOSTS = 1_024;
/** Generous for a team; an agent that may make pipelines cannot fill the catalog with them. */
export const MAX_PIPELINES_PER_PROJECT = 1_000;
/** As long as a body of our API may be. */
export const MAX_DEFINITION_LENGTH = 1024 * 1024;

/** What a client of Feldera said about the program; kept as it came and never run. */
export type PipelineDefinition = Readonly<Record<string, unknown>>;

/** A long-running program, spread over hosts 0 .. hosts - 1. */
export interface Pipeline {
  readonly id: PipelineId;
  readonly organizationId: OrganizationId;
  readonly projectId: ProjectId;
  /** Unique in its organization. */
  readonly name: string;
  readonly uuid: string;
  readonly description: string;
  /** As somebody declared it; undefined: as many as were seen. */
  readonly declaredHosts: number | undefined;
  /** The declared number, else the highest ordinal seen + 1; at least 1. */
  readonly hosts: number;
  readonly definition: PipelineDefinition;
  /** From 1; grows with every change of the definition. */
  readonly version: number;
  /** What somebody asked the pipeline to be, e.g. `Running`; Hearth itself starts and stops nothing. */
  readonly desiredStatus: string;
  readonly desiredStatusMs: number;
  readonly createdMs: number;
  readonly updatedMs: number;
}

export interface PipelineSettings {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** null: no longer declared. */
  readonly hosts?: number | null | undefined;
  readonly definition?: PipelineDefinition | undefined;
  readonly desiredStatus?: string | undefined;
}

export interface NewPipeline extends PipelineSettings {
  readonly organizationId: OrganizationId;
  readonly projectId: ProjectId;
  readonly name: string;
}

/** Feldera's rule: letters, digits, `-` and `_`, with a letter or digit at both ends. */
export function isPipelineName(name: string): boolean {
  return name.length <= MAX_PIPELINE_NAME_LENGTH && /^([A-Za-z0-9][-A-Za-z0-9_]*)?[A-Za-z0-9]$/.test(name);
}
