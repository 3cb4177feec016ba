import type { Brand } from '@hearth/profile';
import type { ProjectId } from '../store/upload.ts';

/** Number of an organization, from 1. */
export type OrganizationId = Brand<number, 'OrganizationId'>;
/** Number of a token's record; says nothing about the token itself. */
export type TokenId = Brand<number, 'TokenId'>;
export type { ProjectId };
