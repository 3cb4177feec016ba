import { z } from 'zod';
import { type CaptureLink, MAX_LINK_SECONDS } from '../../../auth/capture-links/capture-links.ts';
import { timeField, timeText } from './time-parameter.ts';

export const newLinkBody = z
  .strictObject({
    seconds: z.int().min(1).max(MAX_LINK_SECONDS).default(MAX_LINK_SECONDS).meta({ description: 'How long it works.' }),
  })
  .nullish();

export const linkItem = z
  .object({
    id: z.string().meta({ description: 'Names the link, for revoking it; opens nothing.' }),
    madeBy: z.string(),
    created: timeField,
    expires: timeField,
  })
  .meta({ id: 'CaptureLink' });

export const newLink = linkItem
  .extend({
    url: z.string().meta({ description: 'The profile. Whoever has this address can fetch it until it expires.' }),
    viewer: z.string().meta({ description: 'Where `openUrl` leads.' }),
    openUrl: z.string().meta({ description: 'Opens the profile in Firefox Profiler.' }),
    notice: z.string().meta({ description: 'Who learns what by opening it; to be shown to the person before.' }),
  })
  .meta({ id: 'NewCaptureLink' });

export const linkItemOf = ({ id, madeBy, createdMs, expiresMs }: CaptureLink): z.infer<typeof linkItem> => ({
  id,
  madeBy,
  created: timeText(createdMs),
  expires: timeText(expiresMs),
});
