import { z } from 'zod';

/** Also a folder's name on the agent's disk, so nothing that could leave it. */
export const captureIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/);
