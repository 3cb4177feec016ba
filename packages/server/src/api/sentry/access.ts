import { type Access, fromPath } from '../../auth/access.ts';

/** What reads something of the project that `:organization` and `:project` of the address name, each by number or slug. */
export const readProject: Access = {
  kind: 'scope',
  anyOf: ['project:read', 'project:write', 'project:admin'],
  project: fromPath('project'),
  organization: fromPath('organization'),
};

/** What reads something of the organization that `:organization` of the address names. */
export const readOrganization: Access = {
  kind: 'scope',
  anyOf: ['project:read', 'project:write', 'project:admin', 'org:read', 'org:write', 'org:admin'],
  organization: fromPath('organization'),
};
