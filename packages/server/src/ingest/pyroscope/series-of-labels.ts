import { HearthError } from '../../errors/hearth-error.ts';
import type { OriginalContext } from '../../store/upload.ts';
import type { IngestLimits } from '../limits.ts';
import { seriesOfTags, type TaggedSeries } from '../tags/series-of-tags.ts';

/** Names of OpenTelemetry and of Pyroscope's clients for what are columns here. A label under our own name wins. */
const FACETS: ReadonlyMap<string, string> = new Map([
  ['process.runtime.name', 'runtime'],
  ['process.runtime.version', 'runtime_version'],
  ['host.arch', 'runtime_arch'],
  ['os.type', 'runtime_os'],
  ['otel.scope.version', 'probe_version'],
  ['host.name', 'host'],
  ['hostname', 'host'],
  ['service.version', 'version'],
]);

/** Pyroscope's own bookkeeping: `__name__` is the metric, `__session_id__` random for each process, `__delta__` a setting. */
const INTERNAL_PREFIX = '__';
/** Wins over the application's name; what was beaten stays as a label, as at Pyroscope. */
const SERVICE_NAME = 'service_name';
const BEATEN_NAME = 'app_name';

/**
 * Where a profile with Pyroscope's labels belongs.
 *
 * @param app from the name of the profile; '' when it has none
 * @throws HearthError `invalid_labels` when nothing names an application, or beyond a limit
 */
export function seriesOfLabels(
  app: string,
  labels: ReadonlyMap<string, string>,
  context: OriginalContext,
  limits: IngestLimits,
): TaggedSeries {
  const service = labels.get(SERVICE_NAME) || app;
  if (service === '') {
    throw new HearthError('invalid_labels', {
      message: 'No label service_name, and no name, says whose profile it is.',
    });
  }
  const tags = new Map<string, string>();
  for (const [name, value] of labels) {
    if (name.startsWith(INTERNAL_PREFIX) || name === SERVICE_NAME) continue;
    const facet = FACETS.get(name);
    if (facet === undefined || labels.get(facet)) tags.set(name, value);
    else tags.set(facet, value);
  }
  if (app !== '' && app !== service) tags.set(BEATEN_NAME, app);
  tags.set('application_name', service);
  return seriesOfTags(tags, '', context, limits);
}
