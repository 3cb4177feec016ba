import { z } from 'zod';

const role = z.enum(['read', 'write']);

/** A key without its secret. */
export const apiKeyItem = z.strictObject({ id: z.uuid(), name: z.string(), role });
export type ApiKeyItem = z.infer<typeof apiKeyItem>;

/** The answer to whoever made a key: the only one that holds its secret. */
export const newApiKeyItem = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  api_key: z.string().regex(/^apikey:[A-Za-z0-9]{128}$/),
});
export type NewApiKeyItem = z.infer<typeof newApiKeyItem>;
