import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { appsQuery, ingestQuery, timelineQuery } from '../../api/queries.ts';
import type { Selector } from '../../api/wire.ts';
import { alignedSpan, stepSecondsFor } from '../../state/slots.ts';
import { type Span, wireRange } from '../../state/time-range.ts';
import { type AppRow, appRows, labelOfApps, mainType } from './app-rows.ts';

/** Slots of the sparklines and of the chart. */
const SLOTS = 96;
/** A project whose apps have more main types than these shows the rest without a line. */
const MAX_TYPES = 3;

export interface Overview {
  readonly rows: readonly AppRow[] | undefined;
  readonly hosts: ReadonlyMap<string, { readonly count: number }>;
  readonly releases: ReadonlyMap<string, { readonly last: string }>;
  readonly error: Error | null;
  /** The rows are of the question before. */
  readonly isStale: boolean;
  /** Profiles of the range, by minute. */
  readonly profilesPerMinute: number;
  readonly retry: () => void;
}

/** Everything that the overview shows, from a handful of questions, however many apps there are. */
export function useOverview(project: string, span: Span, environment: string | undefined): Overview {
  const stepSeconds = stepSecondsFor(span, SLOTS);
  const aligned = alignedSpan(span, stepSeconds);
  const range = wireRange(span);
  const apps = useQuery(appsQuery(project, range, environment));
  const ingest = useQuery(ingestQuery(project, range));
  const types = useMemo(() => {
    const counts = new Map<string, number>();
    for (const app of apps.data ?? []) {
      const name = mainType(app)?.name;
      if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return [...counts]
      .sort((left, right) => right[1] - left[1])
      .map(([name]) => name)
      .slice(0, MAX_TYPES);
  }, [apps.data]);
  const length = aligned.toMs - aligned.fromMs;
  const twice = { fromMs: aligned.fromMs - length, toMs: aligned.toMs };
  const selector = (type: string, over: Span): Selector => ({
    type,
    ...(environment === undefined ? {} : { environment }),
    ...wireRange(over),
  });
  const timelines = useQueries({
    queries: types.map((type) => timelineQuery(project, selector(type, twice), stepSeconds, ['app'])),
  });
  const [type = ''] = types;
  const by = (label: string) => ({
    ...timelineQuery(project, selector(type, aligned), stepSeconds * 8, ['app', label]),
    enabled: type !== '',
  });
  const hosts = useQuery(by('host'));
  const releases = useQuery(by('release'));
  const answers = timelines.flatMap(({ data }) => data ?? []);
  const isReady = apps.data !== undefined && answers.length === types.length;
  const profiles = (apps.data ?? []).reduce((sum, app) => sum + app.profiles, 0);
  return {
    rows: isReady
      ? appRows({
          apps: apps.data,
          timelines: answers,
          ingest: ingest.data,
          span: { fromMs: aligned.fromMs, toMs: span.toMs },
        })
      : undefined,
    hosts: labelOfApps(hosts.data),
    releases: labelOfApps(releases.data),
    error: apps.error ?? timelines.find(({ error }) => error !== null)?.error ?? null,
    isStale: apps.isPlaceholderData || timelines.some(({ isPlaceholderData }) => isPlaceholderData),
    profilesPerMinute: profiles / ((span.toMs - span.fromMs) / 60_000),
    retry: () => {
      for (const query of [apps, ...timelines]) void query.refetch();
    },
  };
}
