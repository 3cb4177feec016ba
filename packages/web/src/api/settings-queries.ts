import { queryOptions } from '@tanstack/react-query';
import { inProject } from './queries.ts';
import { getJson } from './request.ts';
import type { CaptureRules, Organizations, Pin, Retention, Token } from './settings-wire.ts';

/** Within the reach of the session; refused to sessions that may not manage a project. */
export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: async ({ signal }) => (await getJson<{ readonly tokens: readonly Token[] }>('/tokens', signal)).tokens,
  retry: false,
});

export const organizationsQuery = queryOptions({
  queryKey: ['organizations'],
  queryFn: ({ signal }) => getJson<Organizations>('/organizations', signal),
});

export const retentionQuery = (project: string) =>
  queryOptions({
    queryKey: ['retention', project],
    queryFn: ({ signal }) => getJson<Retention>(`${inProject(project)}/retention`, signal),
  });

export const pinsQuery = (project: string) =>
  queryOptions({
    queryKey: ['pins', project],
    queryFn: async ({ signal }) =>
      (await getJson<{ readonly pins: readonly Pin[] }>(`${inProject(project)}/pins`, signal)).pins,
  });

export const captureRulesQuery = (project: string) =>
  queryOptions({
    queryKey: ['capture-rules', project],
    queryFn: ({ signal }) => getJson<CaptureRules>(`${inProject(project)}/capture-rules`, signal),
  });
