import type { Brand } from '@hearth/profile';

/** Number of an organization, from 1. */
export type OrganizationId = Brand<number, 'OrganizationId'>;
/** Number of a project, 1 .. 2^31 - 1: the same type as the store's, which this room does not import. */
export type ProjectId = Brand<number, 'ProjectId'>;
/** Number of a release of an organization. */
export type ReleaseId = Brand<number, 'ReleaseId'>;
/** Number of a commit that a release names. */
export type CommitId = Brand<number, 'CommitId'>;
/** Number of a repository of an organization. */
export type RepositoryId = Brand<number, 'RepositoryId'>;
/** Number of a deploy of a release. */
export type DeployId = Brand<number, 'DeployId'>;
/** Number of a token's record; says nothing about the token itself. */
export type TokenId = Brand<number, 'TokenId'>;
/** Number of a pipeline of an organization. */
export type PipelineId = Brand<number, 'PipelineId'>;
/** 32 lower-case hex digits; also the id of the profile that the capture becomes. */
export type CaptureId = Brand<string, 'CaptureId'>;
