import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './run-command.ts';

/** Node 24 as npm's package `node` brings it, where `npm run unit:node24` keeps it too. Returns the path of the program. */
export async function installNode24(): Promise<string> {
  const home = join(process.env['HEARTH_CACHE'] ?? join(homedir(), '.cache', 'hearth'), 'node-24');
  const node = join(home, 'node_modules', 'node', 'bin', 'node');
  if (existsSync(node)) return node;
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'package.json'), '{"private":true}\n');
  await runCommand('npm', ['install', 'node@24', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: home });
  return node;
}
