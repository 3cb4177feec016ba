import { z } from 'zod';
import type { Organization } from '../../../catalog/organizations.ts';
import { timeField, timeText } from './time-parameter.ts';

export const organizationItem = z
  .object({ id: z.int(), slug: z.string(), name: z.string(), created: timeField })
  .meta({ id: 'Organization' });

export const organizationItemOf = ({ id, slug, name, createdMs }: Organization): z.infer<typeof organizationItem> => ({
  id,
  slug,
  name,
  created: timeText(createdMs),
});
