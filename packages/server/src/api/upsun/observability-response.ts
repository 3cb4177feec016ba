import type { Project } from '../../catalog/projects.ts';
import { maxRangeMinutes, retentionMinutes } from './kept-range.ts';
import { DEFAULT_SPAN_SECONDS } from './parse-range.ts';
import type { ObservabilityResponse } from './schemas.ts';

const MINUTE_SECONDS = 60;
/** Names that branches of production and staging commonly have; Upsun knows each environment's type from its own catalog. */
const PRODUCTION = /^(?:prod(?:uction)?|main|master|live)$/i;
const STAGING = /^(?:stag(?:e|ing)|pre-?prod(?:uction)?)$/i;

/**
 * Where this environment's profiles are to be asked for, and how long they are kept. `{app}` stands for the name of an application,
 * URL-encoded. Of what Upsun observes otherwise nothing is here, so it has no links.
 */
export function observabilityResponseOf(project: Project, environment: string, origin: string): ObservabilityResponse {
  const base = `${origin}/projects/${project.key}/environments/${encodeURIComponent(environment)}`;
  const profiling = `${base}/continuous-profiling`;
  return {
    project_id: project.key,
    environment_id: environment,
    environment_type: typeOf(environment),
    vendor: 'upsun',
    _links: {
      self: { href: `${base}/observability` },
      conprof_applications: { href: profiling },
      conprof_application_filters: { href: `${profiling}/app/{app}/filter` },
      conprof_timeline: { href: `${profiling}/app/{app}` },
      conprof_flamegraph: { href: `${profiling}/app/{app}/merge` },
    },
    retention: { continuous_profiling: retentionMinutes(project) },
    data_retention: {
      _unit: 'minute',
      _unit_in_seconds: MINUTE_SECONDS,
      continuous_profiling: {
        retention_period: retentionMinutes(project),
        max_range: maxRangeMinutes(project),
        recommended_default_range: DEFAULT_SPAN_SECONDS / MINUTE_SECONDS,
      },
    },
  };
}

const typeOf = (environment: string): ObservabilityResponse['environment_type'] =>
  PRODUCTION.test(environment) ? 'production' : STAGING.test(environment) ? 'staging' : 'development';
