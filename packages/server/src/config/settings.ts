import { z } from 'zod';
import type { Setting } from './setting.ts';
import { bytes, toggle, webAddress, wholeNumber } from './units.ts';

const setting = <T>(definition: Setting<T>): Setting<T> => definition;

const MiB = 2 ** 20;
/** The engine's code alone takes some 210 MiB; with less than this it ends at its start. */
const LEAST_MEMORY_BYTES = 256 * MiB;
/**
 * An upload lies in memory in one piece, as sent and inflated, and again on the way to a worker. Decoders count its bytes in 31 bits;
 * past this one upload would take the memory of the whole server.
 */
const MOST_UPLOAD_BYTES = 1024 * MiB;
const uploadBytes = bytes.refine((size) => size <= MOST_UPLOAD_BYTES, 'must be at most 1G');

/**
 * Every setting of the server, in the order of the reference page. Limits stand here with their reason; what is not here
 * cannot be set.
 */
export const settings = {
  host: setting({
    flag: 'host',
    env: 'HEARTH_HOST',
    schema: z.string().min(1),
    fallback: '127.0.0.1',
    placeholder: 'ADDRESS',
    description:
      'Address to listen on. Any other than a loopback address removes the trusted mark, unless --trusted asks for it.',
  }),
  port: setting({
    flag: 'port',
    env: 'HEARTH_PORT',
    schema: wholeNumber(0, 65_535),
    fallback: 4040,
    placeholder: 'N',
    description: 'Port to listen on; 0 takes a free one. 4040 is where the SDKs of Pyroscope look.',
  }),
  data: setting({
    flag: 'data',
    env: 'HEARTH_DATA',
    schema: z.string().min(1),
    fallback: 'data',
    placeholder: 'DIR',
    description: 'Directory that holds the whole state of this node. Made when it is missing.',
  }),
  adminToken: setting<string | undefined>({
    env: 'HEARTH_ADMIN_TOKEN',
    schema: z.string().min(16, 'must have at least 16 characters').max(200).optional(),
    fallback: undefined,
    fallbackText: 'made at the first start and shown once',
    description: 'Fixes the admin token, for automation. Only as an environment variable: flags show in process lists.',
  }),
  publicUrl: setting<string | undefined>({
    flag: 'public-url',
    env: 'HEARTH_PUBLIC_URL',
    schema: webAddress.optional(),
    fallback: undefined,
    fallbackText: 'the address of the request',
    placeholder: 'URL',
    description: 'How clients reach this server, for the addresses it prints (DSNs, snippets, sign-in links).',
  }),
  profilerUrl: setting({
    flag: 'profiler-url',
    env: 'HEARTH_PROFILER_URL',
    schema: webAddress,
    fallback: 'https://profiler.firefox.com',
    placeholder: 'URL',
    description: 'The copy of Firefox Profiler that signed links open.',
  }),
  speedscopeUrl: setting({
    flag: 'speedscope-url',
    env: 'HEARTH_SPEEDSCOPE_URL',
    schema: webAddress,
    fallback: 'https://www.speedscope.app',
    placeholder: 'URL',
    description: 'The copy of speedscope that signed links open.',
  }),
  datadogSocket: setting<string | undefined>({
    flag: 'datadog-socket',
    env: 'HEARTH_DATADOG_SOCKET',
    schema: z.string().min(1).max(100).optional(),
    fallback: undefined,
    fallbackText: 'none',
    placeholder: 'PATH',
    description: 'Unix socket on which Datadog and Blackfire profilers may upload without a credential.',
  }),
  trusted: setting<boolean | undefined>({
    flag: 'trusted',
    env: 'HEARTH_TRUSTED',
    schema: toggle.optional(),
    fallback: undefined,
    fallbackText: 'true on loopback addresses, else false',
    placeholder: 'BOOL',
    description:
      'Take uploads that carry no credential on the TCP listener, into the project named by --trusted-project.',
  }),
  trustedProject: setting({
    flag: 'trusted-project',
    env: 'HEARTH_TRUSTED_PROJECT',
    schema: z.string().min(1),
    fallback: 'default',
    placeholder: 'PROJECT',
    description: 'Project (id, slug or key) that uploads without a credential go to.',
  }),
  felderaNoAuth: setting({
    flag: 'feldera-no-auth',
    env: 'HEARTH_FELDERA_NO_AUTH',
    schema: toggle,
    fallback: false,
    placeholder: 'BOOL',
    description:
      "Let Feldera's clients work without a credential, in the project named by --trusted-project. On a loopback address only.",
  }),
  oidcIssuer: setting<string | undefined>({
    flag: 'oidc-issuer',
    env: 'HEARTH_OIDC_ISSUER',
    schema: webAddress.optional(),
    fallback: undefined,
    fallbackText: 'none',
    placeholder: 'URL',
    description:
      "Identity provider whose JSON web tokens Feldera's API takes, as their claim iss has it. Needs --oidc-audience and --oidc-jwks-url.",
  }),
  oidcAudience: setting<string | undefined>({
    flag: 'oidc-audience',
    env: 'HEARTH_OIDC_AUDIENCE',
    schema: z.string().min(1).optional(),
    fallback: undefined,
    fallbackText: 'none',
    placeholder: 'TEXT',
    description: 'What the claim aud of such a token must hold.',
  }),
  oidcJwksUrl: setting<string | undefined>({
    flag: 'oidc-jwks-url',
    env: 'HEARTH_OIDC_JWKS_URL',
    schema: webAddress.optional(),
    fallback: undefined,
    fallbackText: 'none',
    placeholder: 'URL',
    description: 'Where the public keys of the identity provider are. Nothing that a token names is ever fetched.',
  }),
  oidcTenantClaim: setting({
    flag: 'oidc-tenant-claim',
    env: 'HEARTH_OIDC_TENANT_CLAIM',
    schema: z.string().min(1),
    fallback: 'tenant',
    placeholder: 'NAME',
    description: "Claim with the slug of the caller's organization, or a list of slugs.",
  }),
  oidcRoleClaim: setting({
    flag: 'oidc-role-claim',
    env: 'HEARTH_OIDC_ROLE_CLAIM',
    schema: z.string().min(1),
    fallback: 'role',
    placeholder: 'NAME',
    description: "Claim with the caller's role: read, write, admin or owner. Without it a caller may read.",
  }),
  oidcClientId: setting<string | undefined>({
    flag: 'oidc-client-id',
    env: 'HEARTH_OIDC_CLIENT_ID',
    schema: z.string().min(1).optional(),
    fallback: undefined,
    fallbackText: 'none',
    placeholder: 'TEXT',
    description: 'What a browser signs in with; shown to clients that ask how to (GET /config/authentication).',
  }),
  memory: setting<number | undefined>({
    flag: 'memory',
    env: 'HEARTH_MEMORY',
    schema: bytes.refine((size) => size >= LEAST_MEMORY_BYTES, 'must be at least 256M').optional(),
    fallback: undefined,
    fallbackText: "by the machine's size",
    placeholder: 'SIZE',
    description: 'Upper bound of the embedded engine.',
  }),
  treeMemory: setting({
    flag: 'tree-memory',
    env: 'HEARTH_TREE_MEMORY',
    schema: bytes,
    fallback: 256 * MiB,
    fallbackText: '256M',
    placeholder: 'SIZE',
    description: 'Stacks of apps that the server keeps in memory for questions; those of apps unused for longest go.',
  }),
  diskFloor: setting({
    flag: 'disk-floor',
    env: 'HEARTH_DISK_FLOOR',
    schema: bytes,
    fallback: 1024 * MiB,
    fallbackText: '1G',
    placeholder: 'SIZE',
    description: 'Free space below which uploads are answered 503; merges of the engine need room to finish.',
  }),
  diskBudget: setting<number | undefined>({
    flag: 'disk-budget',
    env: 'HEARTH_DISK_BUDGET',
    schema: bytes.optional(),
    fallback: undefined,
    fallbackText: 'none',
    placeholder: 'SIZE',
    description:
      'What the tables may take. Past it days go before their time: originals first, then samples, rollups last; the shortest class and the oldest day first; what is pinned never.',
  }),
  maxBody: setting({
    flag: 'max-body',
    env: 'HEARTH_MAX_BODY',
    schema: uploadBytes,
    fallback: 50 * MiB,
    fallbackText: '50M',
    placeholder: 'SIZE',
    description: 'Largest upload as sent. The largest real profiles seen are below 10 MB compressed.',
  }),
  maxInflated: setting({
    flag: 'max-inflated',
    env: 'HEARTH_MAX_INFLATED',
    schema: uploadBytes,
    fallback: 64 * MiB,
    fallbackText: '64M',
    placeholder: 'SIZE',
    description:
      'Largest inflated content of one upload, over all of its parts. The largest real pprof seen inflates to 6 MB.',
  }),
  queueBytes: setting({
    flag: 'queue-bytes',
    env: 'HEARTH_QUEUE_BYTES',
    schema: bytes,
    fallback: 128 * MiB,
    fallbackText: '128M',
    placeholder: 'SIZE',
    description: 'Uploads in hand, in bytes; beyond it uploads are answered 503 with Retry-After.',
  }),
  requestSeconds: setting({
    flag: 'request-seconds',
    env: 'HEARTH_REQUEST_SECONDS',
    schema: wholeNumber(1, 3600),
    fallback: 60,
    placeholder: 'N',
    description: 'Time a client has to send a whole request; slower ones are cut off.',
  }),
  maxConnections: setting({
    flag: 'max-connections',
    env: 'HEARTH_MAX_CONNECTIONS',
    schema: wholeNumber(1, 1_000_000),
    fallback: 10_000,
    placeholder: 'N',
    description: 'Open connections; an idle one costs about 20 kB.',
  }),
  selfProfile: setting({
    flag: 'self-profile',
    env: 'HEARTH_SELF_PROFILE',
    schema: toggle,
    fallback: true,
    placeholder: 'BOOL',
    description:
      'Profile this server into its own store, as the app hearth of the project named by --trusted-project. What it costs is in operations.md.',
  }),
  demo: setting({
    flag: 'demo',
    env: 'HEARTH_DEMO',
    schema: toggle,
    fallback: false,
    description:
      'Make the project demo and fill it with two generated days of three services, once. Its overview has a button that removes it.',
  }),
  logLevel: setting<'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'>({
    flag: 'log-level',
    env: 'HEARTH_LOG_LEVEL',
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    fallback: 'info',
    placeholder: 'LEVEL',
    description: 'Lowest level that is logged. Logs are JSON lines on standard error.',
  }),
} as const;

export type SettingName = keyof typeof settings;
