import { ConfigError, loadConfig } from './config/config.ts';
import { settingsHelp } from './config/settings-help.ts';
import { giveMemoryBack } from './give-memory-back.ts';
import { letHeapGrow } from './let-heap-grow.ts';
import { serve } from './serve.ts';

/** How long a second Ctrl-C is not yet taken for impatience: the first often comes twice, from the terminal and from npm. */
const impatienceMs = 1000;

/**
 * Runs a server until it is told to stop (SIGTERM, SIGINT) and resolves with the exit code: 0 after a clean stop or for `--help`, 1
 * when it could not start, 2 for wrong settings. A second signal ends the process at once; what was acknowledged is on disk by then.
 */
export async function runServer(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(settingsHelp());
    return 0;
  }
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  let firstSignal: number | undefined;
  const onSignal = (): void => {
    if (firstSignal !== undefined && performance.now() - firstSignal > impatienceMs) process.exit(130);
    firstSignal ??= performance.now();
    stop();
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  letHeapGrow();
  const stopGiving = giveMemoryBack();
  try {
    const server = await serve(loadConfig({ argv, env: process.env }));
    process.stdout.write(server.greeting);
    await stopped;
    await server.stop();
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof ConfigError ? 2 : 1;
  } finally {
    stopGiving();
    process.off('SIGTERM', onSignal);
    process.off('SIGINT', onSignal);
  }
}
