import { join } from 'node:path';
import { type ClientName, clientFolder } from './client-folder.ts';
import { installOnce } from './install-once.ts';
import { runCommand } from './run-command.ts';

/** A virtual environment of its own with exactly the versions of `requirements.txt`. Returns its `bin` folder. */
export async function installPythonClient(name: ClientName): Promise<string> {
  const requirements = join(clientFolder(name), 'requirements.txt');
  const folder = await installOnce(name, [requirements], async (target) => {
    const venv = join(target, 'venv');
    await runCommand('python3', ['-m', 'venv', venv]);
    const quiet = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:'];
    await runCommand(join(venv, 'bin', 'pip'), ['install', ...quiet, '-r', requirements]);
  });
  return join(folder, 'venv', 'bin');
}
