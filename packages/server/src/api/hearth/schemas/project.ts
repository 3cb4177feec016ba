import { z } from 'zod';
import type { Project } from '../../../catalog/projects.ts';
import { timeField, timeText } from './time-parameter.ts';

export const projectItem = z
  .object({
    id: z.int(),
    slug: z.string(),
    key: z.string().meta({ description: 'Never changes; the form of project ids that Upsun uses.' }),
    name: z.string(),
    organizationId: z.int(),
    organization: z.string().meta({ description: 'Its slug.' }),
    defaultEnvironment: z.string(),
    retentionDays: z.int(),
    streamOriginalDays: z.int(),
    created: timeField,
  })
  .meta({ id: 'Project' });

export const projectItemOf = (project: Project, organization: string): z.infer<typeof projectItem> => ({
  id: project.id,
  slug: project.slug,
  key: project.key,
  name: project.name,
  organizationId: project.organizationId,
  organization,
  defaultEnvironment: project.defaultEnvironment,
  retentionDays: project.retentionDays,
  streamOriginalDays: project.streamOriginalDays,
  created: timeText(project.createdMs),
});
