import type { OtlpProfile } from '@hearth/profile';
import type { OriginalContext } from '../../store/upload.ts';
import type { IngestLimits } from '../limits.ts';
import { seriesOfTags, type TaggedSeries } from '../tags/series-of-tags.ts';
import { isVolatileAttribute } from './volatile-attributes.ts';

/** OpenTelemetry's names for what are columns here. */
const COLUMNS: ReadonlyMap<string, string> = new Map([
  ['service.version', 'version'],
  ['process.runtime.name', 'runtime'],
  ['process.runtime.version', 'runtime_version'],
  ['host.arch', 'runtime_arch'],
  ['os.type', 'runtime_os'],
  ['host.name', 'host'],
]);

/** Who profiles whole hosts knows no services: then the workload names the application, else the container, else the program. */
const APP_ATTRIBUTES = [
  'service.name',
  'k8s.deployment.name',
  'k8s.statefulset.name',
  'k8s.daemonset.name',
  'k8s.cronjob.name',
  'k8s.job.name',
  'k8s.container.name',
  'container.name',
  'process.executable.name',
] as const;

/** The profiler's own version first. */
const PROBE_VERSION_ATTRIBUTES = ['telemetry.distro.version', 'telemetry.sdk.version'] as const;

/**
 * Where a profile belongs, by the attributes of its resource and, over them, its own. A resource that says nothing, as pyroscope-java's, is
 * named after the project.
 *
 * @throws HearthError `invalid_labels` beyond a limit
 */
export function seriesOfResource(
  { resource, attributes, scope }: Pick<OtlpProfile, 'resource' | 'attributes' | 'scope'>,
  context: OriginalContext,
  limits: IngestLimits,
): TaggedSeries {
  const all = new Map([...resource, ...attributes]);
  const firstOf = (names: readonly string[]): string | undefined => names.find((name) => (all.get(name) ?? '') !== '');
  const appAttribute = firstOf(APP_ATTRIBUTES);
  const app = appAttribute === undefined ? context.projectSlug : all.get(appAttribute)!;
  const probeAttribute = firstOf(PROBE_VERSION_ATTRIBUTES);
  const probeVersion = scope.version || (probeAttribute === undefined ? '' : all.get(probeAttribute)!);

  const tags = new Map<string, string>();
  for (const [name, value] of all) {
    if (name !== appAttribute && !isVolatileAttribute(name)) tags.set(COLUMNS.get(name) ?? name, value);
  }
  if (probeVersion !== '') tags.set('probe_version', probeVersion);
  if (scope.name !== '') tags.set('otel.scope.name', scope.name);
  tags.set('application_name', app);
  return seriesOfTags(tags, '', context, limits);
}
