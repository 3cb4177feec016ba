import { z } from 'zod';
import type { Organization } from '../../../catalog/organizations.ts';
import type { Project } from '../../../catalog/projects.ts';

const avatar = z.strictObject({
  avatarType: z.literal('letter_avatar'),
  avatarUuid: z.null(),
  avatarUrl: z.null(),
});

/** An organization as Sentry's lists show one; what Hearth has no counterpart of has its plainest value. */
export const organizationItem = z.strictObject({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  dateCreated: z.iso.datetime(),
  status: z.strictObject({ id: z.literal('active'), name: z.literal('active') }),
  isEarlyAdopter: z.literal(false),
  require2FA: z.literal(false),
  requireEmailVerification: z.literal(false),
  hasAuthProvider: z.literal(false),
  avatar,
  features: z.array(z.string()),
  links: z.strictObject({ organizationUrl: z.string(), regionUrl: z.string() }),
});

/** A project as Sentry's lists show one. */
export const projectItem = z.strictObject({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  dateCreated: z.iso.datetime(),
  status: z.literal('active'),
  platform: z.null(),
  isBookmarked: z.literal(false),
  isMember: z.literal(true),
  hasAccess: z.literal(true),
  isInternal: z.literal(false),
  isPublic: z.literal(false),
  features: z.array(z.string()),
  avatar,
  /** There are no teams here. */
  team: z.null(),
  teams: z.array(z.never()),
  /** Events other than profiles are not kept. */
  firstEvent: z.null(),
});

export const organizationDetail = organizationItem.extend({
  projects: z.array(projectItem),
  teams: z.array(z.never()),
});

export const projectDetail = projectItem.extend({ organization: organizationItem });

const letters = { avatarType: 'letter_avatar', avatarUuid: null, avatarUrl: null } as const;
const profiling = ['profiling', 'continuous-profiling'];

/** `origin`: how clients reach this server. */
export const organizationItemOf = (organization: Organization, origin: string): z.infer<typeof organizationItem> => ({
  id: String(organization.id),
  slug: organization.slug,
  name: organization.name,
  dateCreated: new Date(organization.createdMs).toISOString(),
  status: { id: 'active', name: 'active' },
  isEarlyAdopter: false,
  require2FA: false,
  requireEmailVerification: false,
  hasAuthProvider: false,
  avatar: letters,
  features: profiling,
  links: { organizationUrl: origin, regionUrl: origin },
});

export const projectItemOf = (project: Project): z.infer<typeof projectItem> => ({
  id: String(project.id),
  slug: project.slug,
  name: project.name,
  dateCreated: new Date(project.createdMs).toISOString(),
  status: 'active',
  platform: null,
  isBookmarked: false,
  isMember: true,
  hasAccess: true,
  isInternal: false,
  isPublic: false,
  features: profiling,
  avatar: letters,
  team: null,
  teams: [],
  firstEvent: null,
});
