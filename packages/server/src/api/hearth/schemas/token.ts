import { z } from 'zod';
import { scopes } from '../../../catalog/scope.ts';
import type { Token } from '../../../catalog/tokens.ts';
import { timeField, timeText } from './time-parameter.ts';

export const tokenItem = z
  .object({
    id: z.int(),
    name: z.string(),
    prefix: z.string().meta({ description: 'Its first characters; empty for one that was chosen outside.' }),
    scopes: z.array(z.enum(scopes)),
    organization: z
      .string()
      .nullable()
      .meta({ description: 'Slug of its organization; null for the admin token, which reaches all.' }),
    project: z.string().nullable().meta({ description: 'Slug of the one project it is bound to.' }),
    agent: z
      .object({ pipeline: z.string(), ordinal: z.int().nullable(), makesPipeline: z.boolean() })
      .nullable()
      .meta({ description: 'Of the token of an agent: its pipeline, and its host when it is bound to one.' }),
    created: timeField,
    lastUsed: timeField.nullable(),
    expires: timeField.nullable(),
    revoked: timeField.nullable(),
  })
  .meta({ id: 'Token' });

export const newToken = tokenItem
  .extend({ token: z.string().meta({ description: 'The secret; shown here and never again.' }) })
  .meta({ id: 'NewToken' });

/** Slugs of what a token is bound to. */
export interface TokenPlace {
  readonly organization: string | undefined;
  readonly project: string | undefined;
}

export const tokenItemOf = (token: Token, { organization, project }: TokenPlace): z.infer<typeof tokenItem> => ({
  id: token.id,
  name: token.name,
  prefix: token.prefix,
  scopes: [...token.scopes],
  organization: organization ?? null,
  project: project ?? null,
  agent: token.agent === undefined ? null : { ...token.agent, ordinal: token.agent.ordinal ?? null },
  created: timeText(token.createdMs),
  lastUsed: timeOrNull(token.lastUsedMs),
  expires: timeOrNull(token.expiresMs),
  revoked: timeOrNull(token.revokedMs),
});

const timeOrNull = (ms: number | undefined): string | null => (ms === undefined ? null : timeText(ms));
