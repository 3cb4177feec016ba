import type { FastifyInstance } from 'fastify';
import { registerAgentFace } from './api/agent/register-agent-face.ts';
import { registerFelderaFace } from './api/feldera/register-feldera-face.ts';
import { registerHearthFace } from './api/hearth/register-hearth-face.ts';
import { registerPyroscopeFace } from './api/pyroscope/register-pyroscope-face.ts';
import { registerSentryFace } from './api/sentry/register-sentry-face.ts';
import { registerUpsunFace } from './api/upsun/register-upsun-face.ts';
import { registerWeb } from './api/web/register-web.ts';
import { FileLinks } from './auth/file-links/file-links.ts';
import type { OidcVerifier } from './auth/oidc-verifier.ts';
import { registerAuth } from './auth/register-auth.ts';
import { registerSessionRoutes } from './auth/session-routes.ts';
import type { Captures } from './capture/captures.ts';
import type { Catalog } from './catalog/catalog.ts';
import type { TokenId } from './catalog/ids.ts';
import type { ReleaseSightings } from './catalog/releases/release-sightings.ts';
import type { Config } from './config/config.ts';
import type { Metrics } from './http/metrics.ts';
import { observeRequests } from './http/observe-requests.ts';
import { registerProbes } from './http/register-probes.ts';
import type { Decoder } from './ingest/decoder.ts';
import type { IngestLimits } from './ingest/limits.ts';
import { registerIngest } from './ingest/register-ingest.ts';
import type { Logger } from './log/create-logger.ts';
import type { ProjectEraser } from './project-eraser.ts';
import type { Questions } from './query/questions.ts';
import type { Store } from './store/open-store.ts';
import type { IngestLog } from './store/upload.ts';
import { version } from './version.ts';

export interface RouteDeps {
  readonly config: Config;
  readonly catalog: Catalog;
  readonly store: Store;
  readonly decoder: Decoder;
  readonly limits: IngestLimits;
  readonly log: IngestLog;
  readonly releases: ReleaseSightings;
  readonly questions: Questions;
  readonly captures: Captures;
  readonly eraser: Pick<ProjectEraser, 'erase'>;
  /** Reads the tokens of Feldera's users; undefined when none are taken. */
  readonly oidc: OidcVerifier | undefined;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Why the server cannot work right now; undefined when it can. */
  readonly notReady: () => string | undefined;
  /** Unix milliseconds. */
  readonly startedMs: number;
}

/** Every route of the server, behind the one guard. A new face or protocol is one more line here. */
export async function registerRoutes(app: FastifyInstance, deps: RouteDeps): Promise<void> {
  const { config, catalog, store, metrics, notReady, questions, captures, logger, oidc } = deps;
  const status = () => {
    const { queueUploads, queueBytes } = store.status();
    return {
      version,
      startedMs: deps.startedMs,
      notReady: notReady(),
      queue: { uploads: queueUploads, bytes: queueBytes, oldestMs: store.writer.oldestMs },
    };
  };
  const rebuild = (signal: AbortSignal) => store.rebuild(signal);
  const isLive = async (token: TokenId): Promise<boolean> => (await catalog.tokens.findLive(token)) !== undefined;
  const fileLinks = new FileLinks({
    isLive,
    onEvent: ({ kind, ...fields }) => logger.info(fields, `file link ${kind}`),
  });
  registerAuth(app, {
    catalog,
    fileLinks,
    oidc,
    publicUrl: config.publicUrl,
    onForeignKey: () => metrics.foreignKey(),
  });
  observeRequests(app, metrics, deps.logger);
  registerProbes(app, { metrics, notReady });
  registerSessionRoutes(app, { catalog });
  const { decoder, limits, log, releases } = deps;
  registerIngest(app, { writer: store.writer, log, decoder, limits, releases });
  registerAgentFace(app, {
    captures,
    isLive,
    onError: (error) => logger.error({ err: error }, 'agent link'),
    onRefused: ({ pipeline, ordinal }, code, reason) =>
      logger.warn({ pipeline, ordinal, code, reason }, 'agent link ended'),
  });
  await registerUpsunFace(app, { questions, publicUrl: config.publicUrl });
  const { quarantine } = store;
  const { publicUrl } = config;
  await registerHearthFace(app, {
    catalog,
    questions,
    captures,
    fileLinks,
    publicUrl,
    viewerUrls: { firefox: config.profilerUrl, speedscope: config.speedscopeUrl },
    status,
    rebuild,
    quarantine,
    storage: {
      diskBudget: () => store.diskBudget.status,
      erase: (project) => deps.eraser.erase(project),
    },
    onError: (error) => logger.error({ err: error }, 'answer failed half-way'),
  });
  await registerSentryFace(app, { catalog, questions, publicUrl });
  registerPyroscopeFace(app, { questions, settings: catalog.viewerSettings, version, notReady });
  await registerFelderaFace(app, {
    catalog,
    captures,
    logger,
    notReady,
    version,
    startedMs: deps.startedMs,
    oidc: oidc?.options,
  });
  await registerWeb(app);
}
