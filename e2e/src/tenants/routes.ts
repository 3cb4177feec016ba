/** Scopes as a token may hold them. */
export const scopes = [
  'ingest',
  'project:read',
  'project:write',
  'project:admin',
  'org:read',
  'org:write',
  'org:admin',
  'org:ci',
  'project:releases',
] as const;
export type Scope = (typeof scopes)[number];

/** How a route's face says no. */
export type Face = 'hearth' | 'upsun' | 'sentry' | 'plain' | 'ingest';

export interface GuardedRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** What stands in braces is filled in; `{project}`, when it is there, with the project that is asked about. */
  readonly path: string;
  readonly face: Face;
  /** Any one of them lets in. */
  readonly anyOf: readonly Scope[];
  /** Answer to who may, for the request that the test makes. */
  readonly ok: number;
  /** Answer to a token of another project, where that differs: 404 where the path names the project. */
  readonly outside?: 403 | 404;
  readonly body?: unknown;
  /** In the OpenAPI document, where it differs by more than the names in braces. */
  readonly openApi?: string;
}

const project = '/api/v1/projects/{project}';
/** Of nobody: whose they are only the catalog knows, and `captures.test.ts` of the API walks those that are there. */
const [pipeline, capture] = ['/api/v1/pipelines/{pipeline}', '/api/v1/captures/{capture}'] as const;
const upsunEnvironment = '/projects/{project}/environments/production';
const upsun = `${upsunEnvironment}/continuous-profiling`;

const sentryProject = '/api/0/projects/default/{project}';
const sentryOrganization = '/api/0/organizations/default';
const profiling = `${sentryProject}/profiling`;
/** Named without their project: only the store of releases knows whose they are. */
const release = `${sentryOrganization}/releases/{version}/`;
/** Who belongs to an organization may know that it is there. */
const members = ['org:read', 'org:ci', 'project:read', 'project:releases'] as const;

const get = (path: string, face: Face, ...anyOf: readonly Scope[]): GuardedRoute => ({
  method: 'GET',
  path,
  face,
  anyOf,
  ok: 200,
});

const selector = { type: 'cpu' };
const questionBodies = {
  merge: { selector },
  top: { selector },
  callers: { selector, function: 'main' },
  timeline: { selector, stepSeconds: 60 },
  diff: { left: selector, right: selector },
  facets: { selector },
  labels: { selector },
  'labels/values': { selector, name: 'host' },
  heatmap: { selector, stepSeconds: 60 },
  'profiles/search': { selector },
  export: { selector, format: 'collapsed' },
} as const;

/** Grafana's questions; which project is the credential's matter. A question over values needs a range and a type. */
const querierQuestions = {
  ProfileTypes: 200,
  LabelNames: 200,
  LabelValues: 200,
  Series: 200,
  GetProfileStats: 200,
  AnalyzeQuery: 200,
  SelectMergeStacktraces: 400,
  SelectMergeSpanProfile: 400,
  SelectMergeProfile: 400,
  SelectSeries: 400,
  SelectHeatmap: 400,
  Diff: 400,
} as const;
/** What Grafana's drill-down asks beside them; what there is not is answered `unimplemented`, which is 501 over Connect. */
const drillDownQuestions = {
  '/version.v1.Version': { Version: 200 },
  '/capabilities.v1.FeatureFlagsService': { GetFeatureFlags: 200 },
  '/settings.v1.SettingsService': { Get: 200 },
  '/settings.v1.RecordingRulesService': {
    GetRecordingRule: 501,
    ListRecordingRules: 200,
    UpsertRecordingRule: 501,
    DeleteRecordingRule: 501,
  },
  '/adhocprofiles.v1.AdHocProfileService': { Upload: 501, Get: 501, List: 200, Diff: 501 },
  '/vcs.v1.VCSService': {
    GithubApp: 501,
    GithubLogin: 501,
    GithubRefresh: 501,
    GetFile: 501,
    GetCommit: 501,
    GetCommits: 501,
  },
} as const;
const renderQuery = 'query=process_cpu:cpu:nanoseconds:cpu:nanoseconds';

/** Every route that demands a credential, with the request that is made of it. Nothing here changes what others see. */
export const guardedRoutes: readonly GuardedRoute[] = [
  get('/api/v1/organizations', 'hearth', 'project:read'),
  { method: 'POST', path: '/api/v1/organizations', face: 'hearth', anyOf: ['org:admin'], ok: 400, body: {} },
  { method: 'PATCH', path: '/api/v1/organizations/999999', face: 'hearth', anyOf: ['org:admin'], ok: 404, body: {} },
  get('/api/v1/projects', 'hearth', 'project:read'),
  // An empty body is refused only after the caller is let in.
  { method: 'POST', path: '/api/v1/projects', face: 'hearth', anyOf: ['org:write'], ok: 400, body: {} },
  get(project, 'hearth', 'project:read'),
  // Nothing to change.
  { method: 'PATCH', path: project, face: 'hearth', anyOf: ['project:admin'], ok: 400, body: {} },
  get(`${project}/profiles`, 'hearth', 'project:read'),
  get(`${project}/profiles/{profile}`, 'hearth', 'project:read'),
  get(`${project}/profiles/{profile}/original`, 'hearth', 'project:read'),
  get(`${project}/profiles/{profile}/export?format=collapsed`, 'hearth', 'project:read'),
  get(`${project}/profiles/{profile}/threads`, 'hearth', 'project:read'),
  get(`${project}/profiles/{profile}/links`, 'hearth', 'project:read'),
  // No such viewer.
  {
    method: 'POST',
    path: `${project}/profiles/{profile}/links`,
    face: 'hearth',
    anyOf: ['project:read'],
    ok: 400,
    body: {},
  },
  {
    method: 'DELETE',
    path: `${project}/profiles/{profile}/links/{link}`,
    face: 'hearth',
    anyOf: ['project:read'],
    ok: 404,
  },
  get(`${project}/apps`, 'hearth', 'project:read'),
  get(`${project}/facets`, 'hearth', 'project:read'),
  ...Object.entries(questionBodies).map(
    ([question, body]): GuardedRoute => ({
      method: 'POST',
      path: `${project}/${question}`,
      face: 'hearth',
      anyOf: ['project:read'],
      ok: 200,
      body,
    }),
  ),
  // The slug is wrong.
  { method: 'DELETE', path: project, face: 'hearth', anyOf: ['project:admin'], ok: 400, body: { confirm: '?' } },
  get(`${project}/retention`, 'hearth', 'project:read'),
  { method: 'PUT', path: `${project}/retention`, face: 'hearth', anyOf: ['project:admin'], ok: 400, body: {} },
  get(`${project}/pins`, 'hearth', 'project:read'),
  { method: 'POST', path: `${project}/pins`, face: 'hearth', anyOf: ['project:write'], ok: 400, body: {} },
  { method: 'DELETE', path: `${project}/pins/{pin}`, face: 'hearth', anyOf: ['project:write'], ok: 404 },
  get(`${project}/ingest`, 'hearth', 'project:read'),
  get(`${project}/ingest/senders`, 'hearth', 'project:read'),
  get(`${project}/keys`, 'hearth', 'project:read'),
  get(`${project}/capture-rules`, 'hearth', 'project:read'),
  { method: 'PATCH', path: `${project}/capture-rules`, face: 'hearth', anyOf: ['project:admin'], ok: 200, body: {} },
  { method: 'POST', path: `${project}/keys`, face: 'hearth', anyOf: ['project:admin'], ok: 400, body: { name: 1 } },
  {
    method: 'POST',
    path: `${project}/keys/{key}/rotate`,
    face: 'hearth',
    anyOf: ['project:admin'],
    ok: 404,
  },
  { method: 'DELETE', path: `${project}/keys/{key}`, face: 'hearth', anyOf: ['project:admin'], ok: 404 },
  get('/api/v1/tokens', 'hearth', 'project:admin'),
  { method: 'POST', path: '/api/v1/tokens', face: 'hearth', anyOf: ['project:admin'], ok: 400, body: {} },
  { method: 'DELETE', path: '/api/v1/tokens/999999', face: 'hearth', anyOf: ['project:admin'], ok: 404 },
  get('/api/v1/status', 'hearth', 'project:read'),
  { method: 'POST', path: '/api/v1/admin/rebuild', face: 'hearth', anyOf: ['org:admin'], ok: 200, body: {} },
  get('/api/v1/admin/quarantine', 'hearth', 'org:admin'),
  { ...get('/api/v1/admin/quarantine/{project}/{capture}/original', 'hearth', 'org:admin'), ok: 404 },
  { method: 'POST', path: '/api/v1/admin/quarantine/retry', face: 'hearth', anyOf: ['org:admin'], ok: 200, body: {} },
  get('/api/v1/pipelines', 'hearth', 'project:read'),
  { method: 'POST', path: '/api/v1/pipelines', face: 'hearth', anyOf: ['project:write'], ok: 400, body: {} },
  { ...get(pipeline, 'hearth', 'project:read'), ok: 404 },
  { method: 'PATCH', path: pipeline, face: 'hearth', anyOf: ['project:write'], ok: 404, body: {} },
  { method: 'DELETE', path: pipeline, face: 'hearth', anyOf: ['project:admin'], ok: 404 },
  get('/api/v1/captures', 'hearth', 'project:read'),
  { method: 'POST', path: '/api/v1/captures', face: 'hearth', anyOf: ['project:write'], ok: 400, body: {} },
  { ...get(capture, 'hearth', 'project:read'), ok: 404 },
  { method: 'PATCH', path: capture, face: 'hearth', anyOf: ['project:write'], ok: 400, body: {} },
  { method: 'POST', path: `${capture}/cancel`, face: 'hearth', anyOf: ['project:write'], ok: 404 },
  { ...get(`${capture}/original`, 'hearth', 'project:read'), ok: 404 },
  { ...get(`${capture}/profile.json`, 'hearth', 'project:read'), ok: 404 },
  { ...get(`${capture}/links`, 'hearth', 'project:read'), ok: 404 },
  { method: 'POST', path: `${capture}/links`, face: 'hearth', anyOf: ['project:read'], ok: 404, body: {} },
  { method: 'DELETE', path: `${capture}/links/{link}`, face: 'hearth', anyOf: ['project:read'], ok: 404 },
  get(`${sentryProject}/keys/`, 'sentry', 'project:read'),
  get(`${profiling}/profiles/{chunk}/`, 'sentry', 'project:read'),
  get(`${profiling}/profiles/{transactionProfile}/`, 'sentry', 'project:read'),
  get(`${profiling}/raw_profiles/{transactionProfile}/`, 'sentry', 'project:read'),
  get(`${profiling}/raw_chunks/{session}/{chunk}/`, 'sentry', 'project:read'),
  {
    ...get('/api/0/profiling/projects/{projectNumber}/profile/{chunk}/', 'sentry', 'project:read'),
    ok: 302,
    outside: 404,
  },
  {
    ...get(
      `${sentryOrganization}/profiling/chunks/?project={projectNumber}&profiler_id={session}`,
      'sentry',
      'project:read',
      'org:read',
    ),
    outside: 403,
  },
  get(`${sentryOrganization}/profiling/has-chunks/`, 'sentry', 'project:read', 'org:read'),
  get('/api/0/organizations/', 'sentry', ...members),
  get(`${sentryOrganization}/`, 'sentry', ...members),
  get(`${sentryOrganization}/projects/`, 'sentry', ...members),
  get('/api/0/projects/', 'sentry', ...members),
  get(`${sentryProject}/`, 'sentry', ...members),
  ...([sentryOrganization, sentryProject] as const).flatMap((place): readonly GuardedRoute[] => [
    get(`${place}/releases/`, 'sentry', 'project:read', 'project:releases'),
    { method: 'POST', path: `${place}/releases/`, face: 'sentry', anyOf: ['project:releases'], ok: 400, body: {} },
    { ...get(`${place}/releases/{version}/`, 'sentry', 'project:read', 'project:releases'), outside: 404 },
    { ...get(`${place}/releases/{version}/commits/`, 'sentry', 'project:read', 'project:releases'), outside: 404 },
    {
      method: 'PUT',
      path: `${place}/releases/{version}/`,
      face: 'sentry',
      anyOf: ['project:releases'],
      ok: 200,
      outside: 404,
      body: {},
    },
    // Profiles name it, so it stays.
    {
      method: 'DELETE',
      path: `${place}/releases/{version}/`,
      face: 'sentry',
      anyOf: ['project:releases'],
      ok: 400,
      outside: 404,
    },
  ]),
  { ...get(`${release}previous-with-commits/`, 'sentry', 'project:read', 'project:releases'), outside: 404 },
  { ...get(`${release}deploys/`, 'sentry', 'project:read', 'project:releases'), outside: 404 },
  {
    method: 'POST',
    path: `${release}deploys/`,
    face: 'sentry',
    anyOf: ['project:releases'],
    ok: 400,
    body: {},
  },
  get(`${sentryOrganization}/repos/`, 'sentry', 'project:read', 'project:releases'),
  get(`${upsunEnvironment}/observability`, 'upsun', 'project:read'),
  get(`${upsunEnvironment}/observability/`, 'upsun', 'project:read'),
  get(upsun, 'upsun', 'project:read'),
  get(`${upsun}/app/{app}`, 'upsun', 'project:read'),
  get(`${upsun}/app/{app}/merge`, 'upsun', 'project:read'),
  get(`${upsun}/app/{app}/filter`, 'upsun', 'project:read'),
  ...Object.entries(querierQuestions).map(
    ([method, ok]): GuardedRoute => ({
      method: 'POST',
      path: `/querier.v1.QuerierService/${method}`,
      face: 'plain',
      anyOf: ['project:read'],
      ok,
      body: { name: 'service_name' },
    }),
  ),
  ...Object.entries(drillDownQuestions).flatMap(([service, methods]) =>
    Object.entries(methods).map(
      ([method, ok]): GuardedRoute => ({
        method: 'POST',
        path: `${service}/${method}`,
        face: 'plain',
        anyOf: ['project:read'],
        ok,
        body: {},
      }),
    ),
  ),
  ...Object.entries({ ShouldInitiateUpload: 200, UploadFinished: 501, ListDebuginfo: 501, DeleteDebuginfo: 501 }).map(
    ([method, ok]): GuardedRoute => ({
      method: 'POST',
      path: `/debuginfo.v1alpha1.DebuginfoService/${method}`,
      face: 'plain',
      anyOf: ['ingest', 'project:read'],
      ok,
      body: {},
    }),
  ),
  // Nothing to set, nothing to delete.
  {
    method: 'POST',
    path: '/settings.v1.SettingsService/Set',
    face: 'plain',
    anyOf: ['project:write'],
    ok: 400,
    body: {},
  },
  {
    method: 'POST',
    path: '/settings.v1.SettingsService/Delete',
    face: 'plain',
    anyOf: ['project:write'],
    ok: 200,
    body: { name: 'absent' },
  },
  get(`/pyroscope/render?${renderQuery}`, 'plain', 'project:read'),
  get(
    `/pyroscope/render-diff?left${renderQuery.replace('q', 'Q')}&right${renderQuery.replace('q', 'Q')}`,
    'plain',
    'project:read',
  ),
  get('/pyroscope/label-values?label=service_name', 'plain', 'project:read'),
  get('/api/v1/status/buildinfo', 'plain', 'project:read'),
  { method: 'POST', path: '/auth/links', face: 'plain', anyOf: ['project:read', 'ingest'], ok: 201 },
];

/** Where uploads go; which project is the credential's matter, but for the last. */
export const ingestPaths = ['/profiling/v1/input', '/api/v2/profile', '/v1/input'] as const;
/** Where OpenTelemetry's exporters send, over HTTP and as a call; the header `X-Scope-OrgID` may choose among the caller's projects. */
export const otlpPaths = [
  '/v1development/profiles',
  '/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export',
] as const;
/** Where Pyroscope's clients send; `X-Scope-OrgID` chooses among the projects of the credential. */
export const pyroscopePaths = ['/ingest', '/pyroscope/ingest', '/push.v1.PusherService/Push'] as const;
/** Where Sentry's SDKs send; the project is the address's matter and the credential's. */
export const envelopePath = '/api/{projectNumber}/envelope/';
export const pushPath = `${project}/profiles?app={app}`;

/** Routes that look at no credential and show no tenant's data. */
export const publicPaths = [
  '/healthz',
  '/readyz',
  '/ready',
  '/metrics',
  '/info',
  '/api/v1/openapi.json',
  '/api/0/',
] as const;

/** What profilers ask an agent beside uploading. */
export const stubPaths = [
  '/v0.3/traces',
  '/v0.4/traces',
  '/v0.5/traces',
  '/v0.6/stats',
  '/v0.7/config',
  '/dogstatsd/v2/proxy',
  '/telemetry/proxy/api/v2/apmtelemetry',
] as const;

const implied: Readonly<Record<Scope, readonly Scope[]>> = {
  'org:admin': ['org:write', 'project:admin'],
  'org:write': ['org:read', 'project:write', 'org:ci'],
  'org:read': ['project:read'],
  'project:admin': ['project:write'],
  'project:write': ['project:read', 'project:releases', 'ingest'],
  'project:read': [],
  ingest: [],
  'org:ci': ['project:releases'],
  'project:releases': [],
};

/** Whether a token of that scope may do what needs `wanted`: admin implies write implies read, organization implies project. */
export function suffices(held: Scope, wanted: readonly Scope[]): boolean {
  return wanted.includes(held) || implied[held].some((scope) => suffices(scope, wanted));
}
