import type { Brand } from '@hearth/profile';

/** Number of an organization, from 1. */
export type OrganizationId = Brand<number, 'OrganizationId'>;
/** Number of a project, 1 .. 2^31 - 1: the same type as the store's, which this room does not import. */
export type ProjectId = Brand<number, 'ProjectId'>;
/** Number of a token's record; says nothing about the token itself. */
export type TokenId = Brand<number, 'TokenId'>;
