import { DataType, load, open } from 'ffi-rs';
import { fromWords } from './child-arguments.ts';
import { dieWithParent } from './die-with-parent.ts';
import { takeFileLock } from './file-lock.ts';
import { LOCK_PATIENCE_MS } from './lock-data-dir.ts';

/**
 * The engine's process. It lives in `clickhouse local` on the main thread (the engine checks its stack, so no worker)
 * and no JavaScript runs after the call. The lock is the kernel's: however this process ends, it is free at once.
 */
const { parentPid, libraryPath, lockFile, commandLine } = fromWords(process.argv.slice(2));

dieWithParent(parentPid);

// Tables, logs and temporary files are for this user only.
process.umask(0o077);

const taken = await takeFileLock(lockFile, LOCK_PATIENCE_MS);
if ('holder' in taken) {
  const holder = taken.holder === undefined ? 'another process' : `process ${taken.holder.pid}`;
  console.error(
    `The engine's files beside ${lockFile} are in use by ${holder}, an engine that did not end with its server.`,
  );
  process.exit(1);
}

open({ library: 'engine', path: libraryPath });
load({
  library: 'engine',
  funcName: 'chdb_query_cmdline',
  // The answer would point at a result, which nobody reads: the process ends here.
  retType: DataType.External,
  paramsType: [DataType.I32, DataType.StringArray],
  paramsValue: [commandLine.length, commandLine],
});
// At once: the engine's threads and node's own tear-down have no order between them.
process.exit(0);
