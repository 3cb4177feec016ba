import { z } from 'zod';

/** Whole numbers of 64 bits; what is read here is below 2^53. */
const whole = z.int();
const aggregation = z.enum(['avg', 'sum']);
const link = z.strictObject({ href: z.url() });

export const applicationsAnswer = z.strictObject({
  applications: z.record(
    z.string(),
    z.strictObject({
      name: z.string(),
      profile_types: z.record(
        z.string(),
        z.strictObject({ name: z.string(), description: z.string(), title: z.string(), unit: z.string(), aggregation }),
      ),
      languages: z.array(z.string()),
    }),
  ),
});

export const filterAnswer = z.strictObject({
  fields: z.record(
    z.string(),
    z.strictObject({
      distinct_values: whole,
      values: z.array(z.strictObject({ value: z.string(), count: whole })),
    }),
  ),
  max_applicable_filters: whole,
});

export const timelineAnswer = z.strictObject({
  from: whole,
  to: whole,
  grain: whole.min(60).max(3600),
  unit: z.string(),
  aggregation_type: aggregation,
  retention: whole,
  points: z.array(z.strictObject({ timestamp: whole, value: whole.optional() })),
});

export const flamebearerAnswer = z.strictObject({
  version: z.literal(1),
  flamebearer: z.strictObject({
    names: z.array(z.string()),
    levels: z.array(z.array(whole)),
    numTicks: whole,
    maxSelf: whole,
  }),
  metadata: z.strictObject({
    format: z.literal('single'),
    spyName: z.literal('unknown'),
    sampleRate: z.literal(100),
    units: z.string(),
    name: z.literal('merged_profile'),
  }),
  timeline: z.null().optional(),
  groups: z.strictObject({}).optional(),
  heatmap: z.null().optional(),
  _profile_type: z.string(),
  _sample_unit: z.string(),
  _aggregation_type: aggregation.optional(),
  _application: z.string().optional(),
  _from: z.string().optional(),
  _to: z.string().optional(),
  _scale_factor: whole.optional(),
});

/** Of the entry point, whose other parts are about what is not kept here, what is about profiles. */
export const observabilityAnswer = z.strictObject({
  project_id: z.string().regex(/^[a-z0-9]+$/),
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
  retention: z.strictObject({ continuous_profiling: whole }),
  data_retention: z.strictObject({
    _unit: z.literal('minute'),
    _unit_in_seconds: z.literal(60),
    continuous_profiling: z.strictObject({
      retention_period: whole,
      max_range: whole,
      recommended_default_range: whole,
    }),
  }),
});
