import { z } from 'zod';

export const signInSearch = z.object({
  /** Where to go afterwards; only within this application. */
  back: z
    .string()
    .regex(/^\/(?!\/)/)
    .optional()
    .catch(undefined),
});
