import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ClientName, clientFolder } from './client-folder.ts';
import { installOnce } from './install-once.ts';
import { runCommand } from './run-command.ts';

/** Installs exactly the lock file's tree. Returns its `node_modules`, for NODE_PATH. */
export async function installNodeClient(name: ClientName): Promise<string> {
  const source = clientFolder(name);
  const locks = ['package.json', 'package-lock.json'];
  const folder = await installOnce(
    name,
    locks.map((lock) => join(source, lock)),
    async (target) => {
      for (const lock of locks) await copyFile(join(source, lock), join(target, lock));
      // The profiler's native parts come prebuilt inside its packages: no script has to run.
      await runCommand('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
        cwd: target,
      });
    },
  );
  return join(folder, 'node_modules');
}
