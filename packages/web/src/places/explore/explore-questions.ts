import type { QueryClient } from '@tanstack/react-query';
import { appsQuery, mergeQuery, timelineQuery } from '../../api/queries.ts';
import type { App, AppType } from '../../api/wire.ts';
import { rangeOf, selectorOf } from '../../state/place-search.ts';
import { alignedSpan, stepSecondsFor } from '../../state/slots.ts';
import { parseRange, type Span, spanOf, type TimeRange, wireRange } from '../../state/time-range.ts';
import type { ExploreSearch } from './explore-search.ts';

/** The range of an address, and the part of it that is looked at. */
export interface ExploreSpans {
  readonly range: TimeRange;
  readonly span: Span;
  readonly looked: Span;
  readonly isBrushed: boolean;
}

export function exploreSpans(search: ExploreSearch, nowMs: number): ExploreSpans {
  const range = rangeOf(search);
  const span = spanOf(range, nowMs);
  const brushed = search.brush === undefined ? undefined : parseRange(search.brush);
  return {
    range,
    span,
    looked: brushed === undefined ? span : spanOf(brushed, nowMs),
    isBrushed: brushed !== undefined,
  };
}

/** The type of the address; else CPU time where there is any, else the first that the app, or any app, has. */
export function exploreType(search: ExploreSearch, apps: readonly App[] | undefined): AppType | undefined {
  const app = apps?.find((one) => one.app === search.app);
  const offered = app?.types ?? apps?.flatMap(({ types }) => types) ?? [];
  const wanted = offered.find(({ name }) => name === search.type);
  if (wanted !== undefined) return wanted;
  if (search.type !== undefined && apps === undefined) {
    // Asked before the apps are known, so that a shared address draws as soon as it can.
    return { name: search.type, title: '', description: '', unit: '', aggregation: 'sum' };
  }
  return offered.find(({ name }) => name === 'cpu') ?? offered.find(({ name }) => name === 'wall') ?? offered[0];
}

export const exploreApps = (project: string, span: Span) => appsQuery(project, wireRange(span));

export const exploreMerge = (project: string, search: ExploreSearch, type: string, looked: Span) =>
  mergeQuery(project, selectorOf(search, type, looked));

const SLOTS = 240;
const byRelease = ['release'] as const;

/** The slots of the timeline: the span begins with a whole one. */
export interface TimelineSlots {
  readonly span: Span;
  readonly stepSeconds: number;
}

export function timelineSlots(asked: Span): TimelineSlots {
  const stepSeconds = stepSecondsFor(asked, SLOTS);
  return { span: { fromMs: alignedSpan(asked, stepSeconds).fromMs, toMs: asked.toMs }, stepSeconds };
}

/** Values over time, grouped by release: one answer that holds the line, and when each release came. */
export const exploreTimeline = (
  project: string,
  search: ExploreSearch,
  type: string,
  { span, stepSeconds }: TimelineSlots,
) => timelineQuery(project, selectorOf(search, type, span), stepSeconds, byRelease);

/** A picture that takes longer is not waited for by the questions beside it. */
export const PICTURE_FIRST_MS = 400;

/**
 * Asks what the place will ask first, as soon as the address is known: the answers come while the page is still loading. The
 * merged profile goes first and alone, because it is what is waited for: server and browser may have two cores together. Failures are
 * shown by the place, which finds them there.
 */
export async function askExplore(
  client: QueryClient,
  project: string,
  search: ExploreSearch,
  nowMs: number,
): Promise<void> {
  const { span, looked } = exploreSpans(search, nowMs);
  const apps = exploreApps(project, span);
  const askPicture = (type: string): Promise<void> =>
    unlessLong(client.prefetchQuery(exploreMerge(project, search, type, looked)));
  const askTimeline = (type: string): Promise<void> =>
    client.prefetchQuery(exploreTimeline(project, search, type, timelineSlots(span)));
  if (search.type !== undefined) {
    await askPicture(search.type);
    void askTimeline(search.type);
    return client.prefetchQuery(apps);
  }
  await client.prefetchQuery(apps);
  const type = exploreType(search, client.getQueryData(apps.queryKey));
  if (type === undefined) return;
  await askPicture(type.name);
  return askTimeline(type.name);
}

const unlessLong = (picture: Promise<void>): Promise<void> =>
  Promise.race([picture, new Promise<void>((resolve) => setTimeout(resolve, PICTURE_FIRST_MS))]);
