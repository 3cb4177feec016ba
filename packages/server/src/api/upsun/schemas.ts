import { z } from 'zod';

/** The closed shapes of Upsun's API document: no key may be added to any object. */
const count = z.int().nonnegative();

export const filterResponse = z.strictObject({
  fields: z.record(
    z.string(),
    z.strictObject({
      distinct_values: count,
      values: z.array(z.strictObject({ value: z.string(), count })),
    }),
  ),
  max_applicable_filters: count,
});

export const applicationsResponse = z.strictObject({
  applications: z.record(
    z.string(),
    z.strictObject({
      name: z.string(),
      profile_types: z.record(
        z.string(),
        z.strictObject({
          name: z.string(),
          description: z.string(),
          title: z.string(),
          unit: z.string(),
          aggregation: z.enum(['avg', 'sum']),
        }),
      ),
      languages: z.array(z.string()),
    }),
  ),
});

export const errorResponse = z.strictObject({ code: z.int(), message: z.string() });

export type FilterResponse = z.infer<typeof filterResponse>;
export type ApplicationsResponse = z.infer<typeof applicationsResponse>;
export type ErrorResponse = z.infer<typeof errorResponse>;
