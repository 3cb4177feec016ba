// `npm run unit:node24`: the unit lane under Node 24, which comes as npm's `node` package, installed outside the checkout.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { checkNode, ensureInstalled, fail, root, run } from './lib.mjs';

checkNode();
ensureInstalled();
const version = '24';
const home = join(process.env.HEARTH_CACHE ?? join(homedir(), '.cache', 'hearth'), `node-${version}`);
const node = join(home, 'node_modules', 'node', 'bin', 'node');
if (!existsSync(node)) {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{"private":true}\n');
  const installed = await run('npm', ['install', `node@${version}`, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: home,
  });
  if (installed !== 0 || !existsSync(node)) fail(`Node ${version} could not be installed from npm.`);
}
const env = { ...process.env, TZ: 'UTC', LC_ALL: 'C' };
process.exitCode = await run(node, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'unit'], { env });
