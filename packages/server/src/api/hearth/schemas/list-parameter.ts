import { z } from 'zod';

/** A parameter that may come several times; always a list once read. */
export const listParameter = z
  .union([z.string(), z.array(z.string())])
  .transform((value): readonly string[] => (typeof value === 'string' ? [value] : value));
