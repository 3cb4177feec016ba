import { z } from 'zod';

/** The body of every answer above 399 that has one as JSON; all three are required. */
export const errorResponse = z.strictObject({
  message: z.string(),
  error_code: z.string().regex(/^[A-Z][A-Za-z0-9]*$/),
  /** Any JSON; the code says what. */
  details: z.unknown(),
});

export type ErrorResponse = z.infer<typeof errorResponse>;
