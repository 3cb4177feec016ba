// samply for the native lane: compiled once from crates.io (6 minutes on two free cores), kept outside the checkout.
// `npm test` begins it in the background at its start and waits for it before the lane; alone: node scripts/install-samply.mjs
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const version = '0.13.1';
const home = join(process.env.HEARTH_CACHE ?? join(homedir(), '.cache', 'hearth'), 'samply');

function works(command, says) {
  const { status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
  return status === 0 && stdout.startsWith(says);
}

/**
 * Begins what has to be done. Never fails: a lane without samply says itself what is missing.
 *
 * @returns a promise of one line on how it went
 */
export function installSamply() {
  const program = process.env.HEARTH_SAMPLY ?? join(home, 'bin', 'samply');
  if (works(program, 'samply ')) return Promise.resolve(`${program} is there`);
  if (!works('cargo', 'cargo ')) return Promise.resolve('samply is not there, and no cargo to compile it with');
  mkdirSync(home, { recursive: true });
  const log = join(home, 'install.log');
  const output = openSync(log, 'w');
  // At the lowest priority: the tests that run meanwhile have time limits.
  const args = ['-n', '19', 'cargo', 'install', '--locked', `samply@${version}`, '--root', home];
  const child = spawn('nice', args, { stdio: ['ignore', output, output] });
  const kill = () => child.kill();
  process.once('exit', kill);
  const started = Date.now();
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`samply could not be compiled: ${error.message}`));
    child.once('close', (code) => {
      process.off('exit', kill);
      const seconds = ((Date.now() - started) / 1000).toFixed(0);
      resolve(code === 0 ? `compiled samply ${version} in ${seconds} s` : `samply could not be compiled: see ${log}`);
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(`${await installSamply()}\n`);
