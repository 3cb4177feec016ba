import { z } from 'zod';
import { type FileLink, MAX_LINK_SECONDS } from '../../../auth/file-links/file-links.ts';
import { timeField, timeText } from './time-parameter.ts';

const seconds = z
  .int()
  .min(1)
  .max(MAX_LINK_SECONDS)
  .default(MAX_LINK_SECONDS)
  .meta({ description: 'How long it works.' });

/** How a new link is asked for; routes add what they offer. */
export const newLinkBody = z.strictObject({ seconds });

export const linkItem = z
  .object({
    id: z.string().meta({ description: 'Names the link, for revoking it; opens nothing.' }),
    madeBy: z.string(),
    created: timeField,
    expires: timeField,
  })
  .meta({ id: 'FileLink' });

export const linkList = z.object({ links: z.array(linkItem) });

export const newLink = linkItem
  .extend({
    url: z.string().meta({ description: 'The profile. Whoever has this address can fetch it until it expires.' }),
    viewer: z.string().meta({ description: 'Where `openUrl` leads.' }),
    openUrl: z.string().meta({ description: 'Opens the profile in the viewer.' }),
    notice: z.string().meta({ description: 'Who learns what by opening it; to be shown to the person before.' }),
  })
  .meta({ id: 'NewFileLink' });

export const linkItemOf = ({ id, madeBy, createdMs, expiresMs }: FileLink): z.infer<typeof linkItem> => ({
  id,
  madeBy,
  created: timeText(createdMs),
  expires: timeText(expiresMs),
});

/** The parameter of routes that take links; its name is `LINK_PARAMETER`, and the guard has judged its value. */
export const linkQuery = z.string().optional().meta({ description: 'Code of a signed link, in place of a token.' });
