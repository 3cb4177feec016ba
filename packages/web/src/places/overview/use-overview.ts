import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { appsQuery, hostCountQuery, ingestQuery, timelineQuery } from '../../api/queries.ts';
import type { Selector } from '../../api/wire.ts';
import type { ReleaseMark } from '../../state/release-marks.ts';
import { alignedSpan, stepSecondsFor } from '../../state/slots.ts';
import { type Span, wireRange } from '../../state/time-range.ts';
import { type AppRow, appRows, mainTypes, marksOfApps } from './app-rows.ts';

/** Slots of the sparklines and of the chart. */
const SLOTS = 96;
/** Of so many apps fewer slots are asked for: an answer holds a number for each slot of each. */
const FINE_APPS = 100;
const COARSE_SLOTS = 32;
/** As many as a project may have: none may be without its line and its share. */
const MAX_APPS = 1_000;
/** A project whose apps have more main types than these shows the rest without a line. */
const MAX_TYPES = 3;

export interface Overview {
  readonly rows: readonly AppRow[] | undefined;
  /** Different ones in the whole project. */
  readonly hosts: number | undefined;
  /** Of all apps, whichever is chosen. */
  readonly environments: readonly string[];
  /** By app, releases that began to report within the range. */
  readonly marks: ReadonlyMap<string, readonly ReleaseMark[]>;
  readonly error: Error | null;
  /** The rows are of the question before. */
  readonly isStale: boolean;
  /** Profiles of the range, by minute. */
  readonly profilesPerMinute: number;
  readonly retry: () => void;
}

/** Everything that the overview shows, from a handful of questions, however many apps there are. */
export function useOverview(project: string, span: Span, environment: string | undefined): Overview {
  const range = wireRange(span);
  const apps = useQuery(appsQuery(project, range, environment));
  const stepSeconds = stepSecondsFor(span, (apps.data?.length ?? 0) > FINE_APPS ? COARSE_SLOTS : SLOTS);
  const aligned = alignedSpan(span, stepSeconds);
  // The same question unless one environment is chosen.
  const everywhere = useQuery(appsQuery(project, range));
  const ingest = useQuery(ingestQuery(project, range));
  const types = useMemo(() => mainTypes(apps.data ?? []).slice(0, MAX_TYPES), [apps.data]);
  const { fromMs } = aligned;
  const length = aligned.toMs - fromMs;
  const twice = { fromMs: fromMs - length, toMs: aligned.toMs };
  const selector = (type: string, over: Span): Selector => ({
    type,
    ...(environment === undefined ? {} : { environment }),
    ...wireRange(over),
  });
  const timelines = useQueries({
    queries: types.map((type) =>
      timelineQuery(project, selector(type, twice), stepSeconds, ['app'], undefined, MAX_APPS),
    ),
  });
  const [type = ''] = types;
  const hosts = useQuery(hostCountQuery(project, range, environment));
  // In the slots of the lines: it says where a release began.
  const releases = useQuery({
    ...timelineQuery(project, selector(type, aligned), stepSeconds, ['app', 'release'], undefined, MAX_APPS),
    enabled: type !== '',
  });
  const answers = timelines.flatMap(({ data }) => data ?? []);
  const isReady = apps.data !== undefined && answers.length === types.length;
  const profiles = (apps.data ?? []).reduce((sum, app) => sum + app.profiles, 0);
  return {
    rows: isReady
      ? appRows({
          apps: apps.data,
          timelines: answers,
          ingest: ingest.data,
          span: { fromMs, toMs: span.toMs },
        })
      : undefined,
    hosts: hosts.data,
    marks: useMemo(() => marksOfApps(releases.data, fromMs), [releases.data, fromMs]),
    environments: useMemo(
      () => [...new Set(everywhere.data?.flatMap((app) => app.environments))].sort(),
      [everywhere.data],
    ),
    error: apps.error ?? timelines.find(({ error }) => error !== null)?.error ?? null,
    isStale: apps.isPlaceholderData || timelines.some(({ isPlaceholderData }) => isPlaceholderData),
    profilesPerMinute: profiles / ((span.toMs - span.fromMs) / 60_000),
    retry: () => {
      for (const query of [apps, ...timelines]) void query.refetch();
    },
  };
}
