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

/** Whole numbers of 64 bits: BigInts on their way out, numbers when they were read. */
const int64 = z.union([z.bigint(), z.number().refine(Number.isInteger)]);

export const timelineResponse = z.strictObject({
  from: z.int(),
  to: z.int(),
  /** Seconds of a slot. */
  grain: z.int().min(60).max(3600),
  unit: z.string(),
  aggregation_type: z.enum(['avg', 'sum']),
  /** Minutes. */
  retention: count,
  points: z.array(z.strictObject({ timestamp: z.int(), value: int64.optional() })),
});

export const flamebearerResponse = z.strictObject({
  version: z.literal(1),
  flamebearer: z.strictObject({
    names: z.array(z.string()),
    levels: z.array(z.array(int64)),
    numTicks: int64,
    maxSelf: int64,
  }),
  metadata: z.strictObject({
    format: z.enum(['single', 'double']),
    spyName: z.string(),
    sampleRate: z.int(),
    units: z.string(),
    name: z.string(),
  }),
  timeline: z.null().optional(),
  groups: z.strictObject({}).optional(),
  heatmap: z.null().optional(),
  _profile_type: z.string(),
  _sample_unit: z.string(),
  _aggregation_type: z.enum(['avg', 'sum']).optional(),
  _application: z.string().optional(),
  _from: z.iso.datetime().optional(),
  _to: z.iso.datetime().optional(),
  _scale_factor: z.int().optional(),
});

const link = z.strictObject({ href: z.string() });

/** Of Upsun's entry point what is about profiles. */
export const observabilityResponse = z.strictObject({
  project_id: z.string(),
  environment_id: z.string(),
  environment_type: z.enum(['production', 'staging', 'development']),
  vendor: z.enum(['upsun', 'platformsh']),
  _links: z.strictObject({
    self: link,
    conprof_applications: link,
    conprof_application_filters: link,
    conprof_timeline: link,
    conprof_flamegraph: link,
  }),
  retention: z.strictObject({ continuous_profiling: count }),
  data_retention: z.strictObject({
    _unit: z.literal('minute'),
    _unit_in_seconds: z.literal(60),
    continuous_profiling: z.strictObject({
      retention_period: count,
      max_range: count,
      recommended_default_range: count,
    }),
  }),
});

export const errorResponse = z.strictObject({ code: z.int(), message: z.string() });

export type FilterResponse = z.infer<typeof filterResponse>;
export type ApplicationsResponse = z.infer<typeof applicationsResponse>;
export type TimelineResponse = z.infer<typeof timelineResponse>;
export type FlamebearerResponse = z.infer<typeof flamebearerResponse>;
export type ObservabilityResponse = z.infer<typeof observabilityResponse>;
export type ErrorResponse = z.infer<typeof errorResponse>;
