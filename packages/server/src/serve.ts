import { resolve } from 'node:path';
import { type EngineEvent, lockDataDir, startEngine } from '@hearth/engine';
import { redact } from './auth/redact.ts';
import type { RunningServer } from './compose-server.ts';
import type { Config } from './config/config.ts';
import { felderaCallers } from './feldera-callers.ts';
import { expectFreePort } from './http/listen.ts';
import { createLogger, type Logger } from './log/create-logger.ts';
import { makeDataDir } from './make-data-dir.ts';
import { StopList } from './stop-list.ts';

/**
 * Starts the engine, and the server on it. Resolves when requests are answered.
 *
 * @throws when the data directory is in use, the engine does not start, or an address is taken; what was begun is undone
 */
export async function serve(config: Config): Promise<RunningServer> {
  const logger = createLogger({ level: config.logLevel, redact: redactor(config.adminToken) });
  const stopList = new StopList();
  try {
    return await begin(config, logger, stopList);
  } catch (error) {
    await stopList.run();
    throw error;
  }
}

async function begin(config: Config, logger: Logger, stopList: StopList): Promise<RunningServer> {
  const startedMs = Date.now();
  const callers = felderaCallers(config);
  const dataDir = resolve(config.data);
  makeDataDir(dataDir);
  const lock = await lockDataDir(dataDir);
  stopList.add(() => lock.release());
  await expectFreePort(config);

  let onRestart = (): void => undefined;
  const onEngineEvent = (event: EngineEvent): void => {
    logEngineEvent(logger, event);
    if (event.kind === 'ready' && event.generation > 1) onRestart();
  };
  const starting = startEngine({
    dataDir,
    onEvent: onEngineEvent,
    ...(config.memory === undefined ? {} : { memoryBytes: config.memory }),
  });
  // The engine takes a second in a process of its own: time to load what the server is made of.
  const [engine, { composeServer }] = await Promise.all([starting, import('./compose-server.ts')]);
  stopList.add(() => engine.stop());
  const whenRestarted = (listener: () => void): void => {
    onRestart = listener;
  };
  return composeServer({ config, callers, logger, stopList, engine, whenRestarted, dataDir, startedMs });
}

/** The fixed admin token may look like anything, so it is blanked as it is. */
function redactor(adminToken: string | undefined): (text: string) => string {
  return adminToken === undefined ? redact : (text) => redact(text.replaceAll(adminToken, '[redacted]'));
}

function logEngineEvent(logger: Logger, event: EngineEvent): void {
  const { kind, ...fields } = event;
  const isTrouble = kind === 'died' || kind === 'restart-failed';
  if (isTrouble) logger.error({ ...fields, ...('error' in fields ? { err: fields.error } : {}) }, `engine ${kind}`);
  else logger.info(fields, `engine ${kind}`);
}
