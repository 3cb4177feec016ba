import { HearthError } from '../../errors/hearth-error.ts';
import type { OriginalContext, SeriesFacets } from '../../store/upload.ts';
import type { IngestLimits } from '../limits.ts';
import { splitRuntimePlatform } from './runtime-platform.ts';
import { VOLATILE_TAGS } from './volatile-tags.ts';

/** What the tags of an upload say about where its profiles belong. Part of a decoded profile. */
export interface TaggedSeries {
  readonly app: string;
  readonly environment: string;
  readonly release: string;
  readonly facets: SeriesFacets;
  readonly labels: ReadonlyMap<string, string>;
}

/** In this order; the first that has a value counts. */
const ENVIRONMENT_TAGS = ['env', 'environment', 'deployment.environment.name', 'deployment.environment'] as const;
/** Blackfire's name first: `service` is the binary's name there. */
const APP_TAGS = ['application_name', 'service'] as const;
/** Shown in their own columns; the others they fall back to (`language`, `profiler_version`, ...) stay labels. */
const FACET_TAGS = ['runtime', 'runtime_version', 'runtime_arch', 'runtime_os', 'probe_version', 'host'] as const;
/** For uploads that name no application at all. */
const UNKNOWN_APP = 'unknown';

/**
 * Sorts tags into application, environment, release, facets and labels. Values are kept verbatim.
 *
 * @param service what the event says beside its tags; used when no tag names the application
 * @throws HearthError `invalid_labels` beyond a limit
 */
export function seriesOfTags(
  tags: ReadonlyMap<string, string>,
  service: string,
  context: OriginalContext,
  limits: IngestLimits,
): TaggedSeries {
  const tagOf = (name: string): string => tags.get(name) ?? '';
  const firstOf = (names: readonly string[]): string | undefined => names.find((name) => tagOf(name) !== '');

  const appTag = firstOf(APP_TAGS);
  const environmentTag = firstOf(ENVIRONMENT_TAGS);
  const platform = splitRuntimePlatform(tagOf('runtime_platform'));
  const facets: SeriesFacets = {
    runtime: tagOf('runtime') || tagOf('language'),
    runtimeVersion: tagOf('runtime_version'),
    runtimeArch: tagOf('runtime_arch') || platform.arch,
    runtimeOs: tagOf('runtime_os') || platform.os,
    probeVersion: tagOf('probe_version') || tagOf('profiler_version'),
    host: tagOf('host'),
  };
  const app = appTag === undefined ? service || UNKNOWN_APP : tagOf(appTag);
  const environment = environmentTag === undefined ? context.defaultEnvironment : tagOf(environmentTag);
  const release = tagOf('version');
  for (const [what, name] of [
    ['application', app],
    ['environment', environment],
    ['release', release],
  ] as const) {
    if (name.length > limits.nameLength) throw invalid(`the name of the ${what} has ${name.length} characters`);
  }

  const used = new Set<string | undefined>([...FACET_TAGS, 'version', appTag, environmentTag]);
  const labels = new Map<string, string>();
  for (const [name, value] of tags) {
    if (name.length > limits.labelNameLength) throw invalid(`a tag's name has ${name.length} characters`);
    if (value.length > limits.labelValueLength) throw invalid(`the tag ${name} has ${value.length} characters`);
    if (value !== '' && !used.has(name) && !VOLATILE_TAGS.has(name)) labels.set(name, value);
  }
  if (labels.size > limits.labels) throw invalid(`${labels.size} tags; ${limits.labels} are kept as labels`);
  return { app, environment, release, facets, labels };
}

const invalid = (message: string): HearthError =>
  new HearthError('invalid_labels', { message: `Invalid tags: ${message}.` });
