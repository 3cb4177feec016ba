import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Capture, CaptureDetail, Pipeline, PipelineDetail } from './capture-wire.ts';
import { queryText } from './queries.ts';
import { getJson } from './request.ts';

/** Agents come and go by themselves. */
const HOSTS_EVERY_MS = 5_000;
/** The server hears of a recording each second. */
const RUNNING_EVERY_MS = 1_000;
/** More than one scrolls through; older ones are found by host and state. */
const MAX_CAPTURES = 200;

export const isRunning = ({ ended }: Capture): boolean => ended === null;

export const pipelinesQuery = queryOptions({
  queryKey: ['pipelines'],
  queryFn: async ({ signal }) =>
    (await getJson<{ readonly pipelines: readonly Pipeline[] }>('/pipelines', signal)).pipelines,
  refetchInterval: HOSTS_EVERY_MS,
});

export const pipelineQuery = (name: string) =>
  queryOptions({
    queryKey: ['pipeline', name],
    queryFn: ({ signal }) => getJson<PipelineDetail>(`/pipelines/${encodeURIComponent(name)}`, signal),
    refetchInterval: HOSTS_EVERY_MS,
  });

export interface CaptureFilter {
  readonly pipeline: string;
  readonly ordinal?: number | undefined;
  readonly state?: string | undefined;
}

/** The newest first; asked again each second while one of them runs. */
export const capturesQuery = ({ pipeline, ordinal, state }: CaptureFilter) =>
  queryOptions({
    queryKey: ['captures', pipeline, ordinal, state],
    queryFn: async ({ signal }) => {
      const query = queryText({ pipeline, ordinal: ordinal?.toString(), state, limit: String(MAX_CAPTURES) });
      return (await getJson<{ readonly captures: readonly Capture[] }>(`/captures${query}`, signal)).captures;
    },
    refetchInterval: ({ state: { data } }) => (data?.some(isRunning) === true ? RUNNING_EVERY_MS : HOSTS_EVERY_MS),
    placeholderData: keepPreviousData,
  });

export const captureQuery = (id: string) =>
  queryOptions({
    queryKey: ['capture', id],
    queryFn: ({ signal }) => getJson<CaptureDetail>(`/captures/${id}`, signal),
    refetchInterval: ({ state: { data } }) => (data === undefined || isRunning(data) ? RUNNING_EVERY_MS : false),
  });
