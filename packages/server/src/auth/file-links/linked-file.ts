import type { OrganizationId, ProjectId } from '../../catalog/ids.ts';

/** The one file that a link opens. */
export interface LinkedFile {
  /** What the file is of, as logs name it: links are listed and revoked by it. */
  readonly subject: string;
  /** What the route of the file makes of its address; a link opens an address that makes exactly this of it. */
  readonly key: string;
  readonly organizationId: OrganizationId;
  readonly projectId: ProjectId;
}

/** Subject and key of a capture: its file is one, whether it goes out as it was delivered or as JSON. */
export const captureSubject = (id: string): string => `capture ${id}`;

/** @param id 32 hex digits */
export const profileSubject = (projectId: ProjectId, id: string): string => `profile ${String(projectId)}/${id}`;

/**
 * Key of a profile in one format. Told apart whatever the parts hold, since they are looked at before anything has checked
 * them; an address that names project or profile otherwise than the link does makes another key, and stays shut.
 */
export const profileFileKey = (...parts: readonly [project: unknown, id: unknown, format: unknown, type: unknown]) =>
  JSON.stringify(['profile', ...parts.map((part) => (part === undefined ? null : part))]);
