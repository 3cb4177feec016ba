import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { askVisibly } from './ask-visibly.ts';
import { ProblemError } from './problem-error.ts';
import { getJson, sendJson } from './request.ts';
import type {
  App,
  CallersAnswer,
  DiffAnswer,
  FacetsAnswer,
  FoundProfiles,
  IngestAnswer,
  IngestKey,
  LabelsAnswer,
  LabelValuesAnswer,
  MergeAnswer,
  ProfileDetail,
  Project,
  QuarantinedUpload,
  Selector,
  SendersAnswer,
  ServerStatus,
  ThreadsAnswer,
  TimelineAnswer,
  TopAnswer,
} from './wire.ts';

/**
 * Every question that places ask, as options of `useQuery`. The old answer stays until the new one is there
 * (`isPlaceholderData`), so that a picture never disappears while its successor loads.
 */

export interface Range {
  readonly from: string;
  readonly to: string;
}

/** More than a screen can show at once; the rest is exact as "other". */
export const MERGE_NODES = 20_000;

/** The part of a path that names a project. */
export const inProject = (project: string): string => `/projects/${encodeURIComponent(project)}`;

/** Parameters as they stand in an address; what is undefined is left out. */
export const queryText = (parameters: Readonly<Record<string, string | readonly string[] | undefined>>): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) continue;
    for (const one of typeof value === 'string' ? [value] : value) query.append(name, one);
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
};

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => getJson<ServerStatus>('/status', signal),
});

export const projectsQuery = queryOptions({
  queryKey: ['projects'],
  queryFn: async ({ signal }) =>
    (await getJson<{ readonly projects: readonly Project[] }>('/projects', signal)).projects,
  staleTime: 60_000,
});

export const appsQuery = (project: string, range: Range, environment?: string) =>
  queryOptions({
    queryKey: ['apps', project, range, environment],
    queryFn: async ({ signal }) => {
      const path = `${inProject(project)}/apps${queryText({ ...range, environment })}`;
      return (await getJson<{ readonly apps: readonly App[] }>(path, signal)).apps;
    },
    placeholderData: keepPreviousData,
  });

export const keysQuery = (project: string) =>
  queryOptions({
    queryKey: ['keys', project],
    queryFn: async ({ signal }) =>
      (await getJson<{ readonly keys: readonly IngestKey[] }>(`${inProject(project)}/keys`, signal)).keys,
    staleTime: 60_000,
  });

export interface IngestQuestion {
  readonly app?: string | undefined;
  /** Asks for slots of time too. */
  readonly stepSeconds?: number | undefined;
  /** At most 100. */
  readonly refusals?: number;
}

export const ingestQuery = (project: string, range: Range, { app, stepSeconds, refusals }: IngestQuestion = {}) =>
  queryOptions({
    queryKey: ['ingest', project, range, app, stepSeconds, refusals],
    queryFn: ({ signal }) => {
      const query = { ...range, app, stepSeconds: stepSeconds?.toString(), refusals: refusals?.toString() };
      return getJson<IngestAnswer>(`${inProject(project)}/ingest${queryText(query)}`, signal);
    },
    placeholderData: keepPreviousData,
  });

export const sendersQuery = (project: string, range: Range, app: string | undefined) =>
  queryOptions({
    queryKey: ['senders', project, range, app],
    queryFn: ({ signal }) =>
      getJson<SendersAnswer>(`${inProject(project)}/ingest/senders${queryText({ ...range, app })}`, signal),
    placeholderData: keepPreviousData,
  });

/** Of all projects within reach; refused to all but administrators. */
export const quarantineQuery = queryOptions({
  queryKey: ['quarantine'],
  queryFn: async ({ signal }) => {
    const path = '/admin/quarantine';
    return (await getJson<{ readonly uploads: readonly QuarantinedUpload[] }>(path, signal)).uploads;
  },
  retry: false,
});

export const facetsQuery = (
  project: string,
  filter: Readonly<Record<string, string | readonly string[] | undefined>>,
) =>
  queryOptions({
    queryKey: ['facets', project, filter],
    queryFn: ({ signal }) => getJson<FacetsAnswer>(`${inProject(project)}/facets${queryText(filter)}`, signal),
    placeholderData: keepPreviousData,
  });

/** More than anybody scrolls through: the search of the list narrows what is there. */
const MAX_LABELS = 1_000;

export const labelsQuery = (project: string, selector: Selector) =>
  queryOptions({
    queryKey: ['labels', project, selector],
    queryFn: () => sendJson<LabelsAnswer>('POST', `${inProject(project)}/labels`, { selector, limit: MAX_LABELS }),
  });

export const labelValuesQuery = (project: string, selector: Selector, name: string) =>
  queryOptions({
    queryKey: ['label-values', project, selector, name],
    queryFn: () => {
      const body = { selector, name, limit: MAX_LABELS };
      return sendJson<LabelValuesAnswer>('POST', `${inProject(project)}/labels/values`, body);
    },
  });

/** How many hosts there are in a range. */
export const hostCountQuery = (project: string, range: Range, environment?: string) =>
  queryOptions({
    queryKey: ['host-count', project, range, environment],
    queryFn: async () => {
      const body = { selector: { ...range, environment }, fields: ['host'], limit: 1 };
      return (await sendJson<FacetsAnswer>('POST', `${inProject(project)}/facets`, body)).fields['host']
        ?.distinctValues;
    },
    placeholderData: keepPreviousData,
  });

/**
 * @param only the values of one function
 * @param maxGroups so many of the largest are told apart
 */
export const timelineQuery = (
  project: string,
  selector: Selector,
  stepSeconds: number,
  groupBy: readonly string[] = [],
  only?: FunctionName,
  maxGroups?: number,
) =>
  queryOptions({
    queryKey: ['timeline', project, selector, stepSeconds, groupBy, only, maxGroups],
    queryFn: ({ signal }) =>
      askVisibly<TimelineAnswer>(
        'the timeline',
        `${inProject(project)}/timeline`,
        { selector, stepSeconds, groupBy, only, maxGroups },
        signal,
      ),
    placeholderData: keepPreviousData,
  });

export const mergeQuery = (project: string, selector: Selector, maxNodes = MERGE_NODES) =>
  queryOptions({
    queryKey: ['merge', project, selector, maxNodes],
    queryFn: ({ signal }) =>
      askVisibly<MergeAnswer>('the flame graph', `${inProject(project)}/merge`, { selector, maxNodes }, signal),
    placeholderData: keepPreviousData,
  });

/** What is below a node of the merged profile, its id as the merge said it. */
export const belowQuery = (project: string, selector: Selector, below: string, maxNodes = MERGE_NODES) =>
  queryOptions({
    queryKey: ['below', project, selector, below, maxNodes],
    queryFn: ({ signal }) =>
      askVisibly<MergeAnswer>(
        'what was left out',
        `${inProject(project)}/merge`,
        { selector, maxNodes, below },
        signal,
      ),
  });

/** A function; file and module tell those of the same name apart. */
export interface FunctionName {
  readonly function: string;
  readonly file?: string | undefined;
  readonly module?: string | undefined;
}

/** As many as the API gives: nobody scrolls further. */
const MAX_TOP = 1_000;

/** Exact totals of the largest functions, files or modules, however much of the tree is shown. */
export const topQuery = (
  project: string,
  selector: Selector,
  groupBy: 'function' | 'file' | 'module',
  sort: 'self' | 'total',
) =>
  queryOptions({
    queryKey: ['top', project, selector, groupBy, sort],
    queryFn: ({ signal }) =>
      askVisibly<TopAnswer>(
        'the table',
        `${inProject(project)}/top`,
        { selector, groupBy, sort, limit: MAX_TOP },
        signal,
      ),
    placeholderData: keepPreviousData,
  });

export const callersQuery = (project: string, selector: Selector, name: FunctionName) =>
  queryOptions({
    queryKey: ['callers', project, selector, name],
    queryFn: ({ signal }) =>
      askVisibly<CallersAnswer>('callers and callees', `${inProject(project)}/callers`, { selector, ...name }, signal),
    placeholderData: keepPreviousData,
  });

/** The most that the API gives at once. */
const MAX_NEIGHBOURS = 1_000;
/** As many as a screen shows at once, a few times over. */
const PROFILES_PAGE = 200;

/** Profiles of a selection with their values, page by page. It is not narrowed by what is in their stacks. */
export const profilesQuery = (project: string, { stacks: _, ...selector }: Selector, order: 'start' | 'value') =>
  infiniteQueryOptions({
    queryKey: ['profiles', project, selector, order],
    queryFn: ({ pageParam }) => {
      const body = { selector, order, limit: PROFILES_PAGE, cursor: pageParam };
      return sendJson<FoundProfiles>('POST', `${inProject(project)}/profiles/search`, body);
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });

/** Profiles whose start lies in a range, the newest first, as many as one page may hold. */
export const neighboursQuery = (project: string, selector: Omit<Selector, 'type'>) =>
  queryOptions({
    queryKey: ['neighbours', project, selector],
    queryFn: async () => {
      const body = { selector, limit: MAX_NEIGHBOURS };
      return (await sendJson<FoundProfiles>('POST', `${inProject(project)}/profiles/search`, body)).profiles;
    },
    staleTime: 60_000,
  });

export const profileQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['profile', project, id],
    queryFn: ({ signal }) => getJson<ProfileDetail>(profilePath(project, id), signal),
    refetchInterval: lookAgain,
  });

/** @param type CPU time when absent */
export const threadsQuery = (project: string, id: string, type: string | undefined) =>
  queryOptions({
    queryKey: ['threads', project, id, type],
    queryFn: ({ signal }) =>
      getJson<ThreadsAnswer>(`${profilePath(project, id)}/threads${queryText({ type })}`, signal),
    // A profile does not change, and what cannot be read now cannot be a second later.
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    refetchInterval: lookAgain,
    placeholderData: keepPreviousData,
  });

/** What was just accepted can be read a few seconds later: who follows a link at once must not have to reload. */
const LOOK_AGAIN_MS = 2_000;
const LOOKS = 10;

const lookAgain = ({
  state,
}: {
  readonly state: { readonly error: Error | null; readonly errorUpdateCount: number };
}) =>
  state.error instanceof ProblemError && state.error.problem.status === 404 && state.errorUpdateCount < LOOKS
    ? LOOK_AGAIN_MS
    : false;

/** Below `/api/v1`. */
export const profilePath = (project: string, id: string): string =>
  `${inProject(project)}/profiles/${encodeURIComponent(id)}`;

export const diffQuery = (project: string, left: Selector, right: Selector, maxNodes = MERGE_NODES) =>
  queryOptions({
    queryKey: ['diff', project, left, right, maxNodes],
    queryFn: ({ signal }) =>
      askVisibly<DiffAnswer>('both sides', `${inProject(project)}/diff`, { left, right, maxNodes }, signal),
    placeholderData: keepPreviousData,
  });
