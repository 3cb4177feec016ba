import type { Server } from 'node:http';
import { join } from 'node:path';
import { type Engine, syncTableDirectories } from '@hearth/engine';
import { signInPath } from './auth/session-routes.ts';
import { Captures } from './capture/captures.ts';
import { captureStoreOf } from './capture-store-of.ts';
import { openCatalog } from './catalog/catalog.ts';
import { ReleaseSightings } from './catalog/releases/release-sightings.ts';
import type { Config } from './config/config.ts';
import { demoProject } from './demo/demo-project.ts';
import { startDemo } from './demo/start-demo.ts';
import type { FelderaCallers } from './feldera-callers.ts';
import { greeting } from './greeting.ts';
import { closeApp } from './http/close-app.ts';
import { createApp } from './http/create-app.ts';
import { isLoopback, listenOnPort, listenOnSocket } from './http/listen.ts';
import { Metrics } from './http/metrics.ts';
import { createDecoder } from './ingest/decoder.ts';
import { DEFAULT_INGEST_LIMITS } from './ingest/limits.ts';
import type { Logger } from './log/create-logger.ts';
import { ProjectEraser } from './project-eraser.ts';
import { Questions } from './query/questions.ts';
import { registerRoutes } from './register-routes.ts';
import { startSelfProfile } from './self-profile/start-self-profile.ts';
import type { StopList } from './stop-list.ts';
import { openStore } from './store/open-store.ts';
import { version } from './version.ts';

/** A server that answers. */
export interface RunningServer {
  /** Where it listens. */
  readonly url: string;
  /** What to tell the person who started it; holds the sign-in link. */
  readonly greeting: string;
  /** Takes no more uploads, finishes what was acknowledged, and ends. May be called again. */
  stop(): Promise<void>;
}

/** What stands when the server is composed. */
export interface ServerParts {
  readonly config: Config;
  readonly callers: FelderaCallers;
  readonly logger: Logger;
  /** Undoes what was begun, in the opposite order. */
  readonly stopList: StopList;
  readonly engine: Engine;
  /** Has the engine's later starts told. */
  readonly whenRestarted: (listener: () => void) => void;
  /** Absolute, and locked. */
  readonly dataDir: string;
  /** Unix milliseconds. */
  readonly startedMs: number;
}

/**
 * The composition root: opens catalog and store on a running engine, and serves. Resolves when requests are answered.
 *
 * @throws when an address is taken, or what is stored cannot be opened
 */
export async function composeServer(parts: ServerParts): Promise<RunningServer> {
  const { config, callers, logger, stopList, engine, dataDir, startedMs } = parts;
  const { oidc, openToFeldera } = callers;
  const catalog = await openCatalog({ dataDir });
  stopList.add(() => catalog.close());
  const releases = new ReleaseSightings(catalog.releases);
  stopList.add(() => releases.close());
  const { organizationId, adminToken, adminTokenId, ingestKey } = await catalog.bootstrap({
    adminToken: config.adminToken,
  });

  const limits = {
    ...DEFAULT_INGEST_LIMITS,
    bodyBytes: config.maxBody,
    inflatedBytes: config.maxInflated,
    bodiesInHandBytes: config.queueBytes,
  };
  const decoder = createDecoder(limits);
  stopList.add(() => decoder.close());

  const store = await openStore({
    connection: () => engine.connection,
    decode: decoder.decode,
    syncNames: (tables) => syncTableDirectories(dataDir, tables),
    dataDir,
    diskFloorBytes: config.diskFloor,
    diskBudgetBytes: config.diskBudget,
    pins: () => catalog.pins.list(),
    queueBytes: config.queueBytes,
    onEvent: (event) => logger.info(event, 'store'),
  });
  parts.whenRestarted(() => store.engineRestarted());
  stopList.add(() => store.close());

  const notReady = (): string | undefined =>
    engine.state === 'ready' ? store.status().notReady : 'The storage engine is starting.';
  const metrics = new Metrics(() => ({
    ...store.status(),
    engineReady: engine.state === 'ready',
    engineRestarts: engine.generation - 1,
    ...captures.status(),
  }));

  const app = createApp(config);
  const log = metrics.counting(store.ingestLog);
  const questions = new Questions({
    source: store.client,
    recent: store.recent,
    declaredEnvironments: catalog.environments,
    rolled: store.hours,
    treeBytes: config.treeMemory,
    stored: decoder,
    writeCounters: () => store.ingestLog.flush(),
  });
  const isDiskFull = () => store.status().diskFull;
  const captures = new Captures({
    catalog,
    store: captureStoreOf({ catalog, decoder, writer: store.writer, log, questions, isDiskFull }),
    directory: join(dataDir, 'captures'),
    onStep: ({ id, pipelineName, ordinal, state }, { who, why }) => {
      metrics.capture(state);
      logger.info({ capture: id, pipeline: pipelineName, ordinal, state, who, why }, 'capture');
    },
    onError: (error, capture) => logger.error({ err: error, capture: capture?.id }, 'capture'),
  });
  await captures.start();
  stopList.add(() => captures.close());
  const eraser = new ProjectEraser({
    catalog,
    store,
    captures,
    onError: (error, project) => logger.error({ err: error, project: project.slug }, 'erase project'),
  });
  stopList.add(() => eraser.close());
  await eraser.resume();
  await registerRoutes(app, {
    config,
    catalog,
    store,
    decoder,
    limits,
    log,
    releases,
    questions,
    captures,
    eraser,
    oidc,
    logger,
    metrics,
    notReady,
    startedMs,
  });
  const sockets: Server[] = [];
  stopList.add(() => closeApp(app, sockets));

  const trusted = config.trusted ?? isLoopback(config.host);
  const project = config.trustedProject;
  const port = await listenOnPort(app, config, { kind: 'tcp', trusted, project, openToFeldera });
  if (config.datadogSocket !== undefined) {
    const mark = { kind: 'unix', trusted: true, project } as const;
    sockets.push(await listenOnSocket(app, config.datadogSocket, config.requestSeconds, mark));
  }

  const mustPause = (): boolean => notReady() !== undefined || store.status().queueBytes > config.queueBytes / 2;
  if (config.selfProfile) {
    const stopSelfProfile = startSelfProfile({
      catalog,
      decoder,
      writer: store.writer,
      log,
      releases,
      project: config.trustedProject,
      version,
      mustPause,
      onWindow: (outcome, error) => {
        metrics.selfProfileWindow(outcome);
        if (error !== undefined) logger.warn({ err: error }, 'self-profile');
      },
    });
    stopList.add(stopSelfProfile);
  }
  const demo = config.demo ? await demoProject(catalog, organizationId) : undefined;
  if (demo !== undefined) {
    stopList.add(
      startDemo({ catalog, decoder, writer: store.writer, log, releases, project: demo, mustPause, logger }),
    );
  } else if (config.demo) {
    logger.warn('there is a project demo that was not made by --demo; nothing is generated');
  }

  const url = config.publicUrl?.replace(/\/$/, '') ?? `http://${hostInUrl(config.host)}:${port}`;
  const link = await catalog.sessions.createLink(adminTokenId);
  logger.info({ url, dataDir, trusted, engine: engine.pid }, 'listening');
  return {
    url,
    greeting: greeting({
      url,
      signInUrl: url + signInPath(link.code),
      adminToken,
      ingestKey,
      dataDir,
      selfProfile: config.selfProfile,
      demoUrl: demo && `${url}/o/${String(organizationId)}/p/${demo.slug}`,
    }),
    stop: () => stopList.run(),
  };
}

/** An address that a person can open: the wildcard addresses are reached through the loopback one. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
