import type { AgentBinding } from '../catalog/agent-binding.ts';
import type { OrganizationId, ProjectId } from '../catalog/ids.ts';

/** What the credential of an agent lets it be. */
export interface AgentIdentity extends AgentBinding {
  readonly organizationId: OrganizationId;
  readonly projectId: ProjectId;
}
