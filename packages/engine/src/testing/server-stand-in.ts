import { lockDataDir } from '../lock-data-dir.ts';
import { startEngine } from '../start-engine.ts';

/**
 * A process that does what a server does with this package and prints one line of JSON about it; killed by tests.
 * Arguments: the data directory, and `lock` to take its lock only.
 */
const [dataDir, what] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('usage: server-stand-in DATA_DIR [lock]');

try {
  await lockDataDir(dataDir);
  if (what === 'lock') {
    console.log(JSON.stringify({ pid: process.pid }));
    setInterval(() => undefined, 60_000);
  } else {
    const engine = await startEngine({ dataDir });
    console.log(JSON.stringify({ pid: process.pid, enginePid: engine.pid, connection: engine.connection }));
  }
} catch (error) {
  console.log(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
  process.exitCode = 1;
}
