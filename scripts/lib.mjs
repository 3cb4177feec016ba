// What the scripts share. Plain JavaScript: these files run before anything is installed or built.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const oldestNode = [20, 19];

/** Ends the process with a sentence instead of a stack trace. */
export function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    fail(`Hearth needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}.`);
  }
}

/** What is installed: all of it, or what building and serving need. */
const installed = { all: 'all', toServe: 'to serve' };

/** Installs what developing needs when the lock file is not the one installed last. Quick when nothing is missing. */
export function ensureInstalled() {
  install(installed.all);
}

/** Installs what building and serving need, a quarter less to write to disk than all. Takes nothing away that is there. */
export function ensureInstalledToServe() {
  install(wasInstalled()?.[1] === installed.all ? installed.all : installed.toServe);
}

function install(what) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const [oldLock, oldWhat] = wasInstalled() ?? [];
  if (oldLock === lock && (oldWhat === what || oldWhat === installed.all)) return;
  process.stderr.write('Installing dependencies ...\n');
  const some = what === installed.all ? [] : ['--omit=dev'];
  // The lock file pins every version by its content, so what npm remembers of the registry is as good as what it would ask again,
  // unless it is too old to know a version.
  if (!npmInstall([...some, '--prefer-offline']) && !npmInstall(some)) fail('npm could not install the dependencies.');
  writeFileSync(installStamp, `${lock} ${what}`);
}

const installStamp = join(root, 'node_modules', '.hearth-installed');

/** Hash of the lock file and what of it was installed; undefined before the first time. */
function wasInstalled() {
  if (!existsSync(installStamp)) return undefined;
  const text = readFileSync(installStamp, 'utf8');
  const space = text.indexOf(' ');
  return [text.slice(0, space), text.slice(space + 1)];
}

/** @returns whether it succeeded */
function npmInstall(options) {
  // Not `npm ci`: it refuses a lock file made where a registry lacks other platforms' optional packages.
  const quiet = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = spawnSync('npm', ['install', ...quiet, ...options], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return done.status === 0;
}

/** Path of a program of an installed dependency. */
export const tool = (name) => join(root, 'node_modules', '.bin', name);

/** Compiles and checks what changed. */
export function build() {
  compile([]);
  buildWeb();
}

/**
 * Compiles what serving needs when something of it is newer than the last time, without looking for errors of types: a first start
 * waits for three quarters less work. The compiler remembers what it did not check, and `build` checks it.
 */
export function buildToServe() {
  const builtMs = existsSync(buildStamp) ? statSync(buildStamp).mtimeMs : 0;
  if (codeSources.some((source) => newestMs(join(root, source)) > builtMs)) {
    const begunAt = new Date();
    compile(['packages/cli', '--noCheck']);
    writeFileSync(buildStamp, '');
    utimesSync(buildStamp, begunAt, begunAt);
  }
  buildWeb();
}

/** In what the compiler writes, so that it goes with it. */
const buildStamp = join(root, 'packages/cli/dist/.hearth-built');

/** What the server and the command are compiled from. */
const codeSources = [
  ...['profile', 'engine', 'agent', 'server', 'cli'].flatMap((name) => [
    `packages/${name}/src`,
    `packages/${name}/tsconfig.json`,
  ]),
  'tsconfig.base.json',
  'package-lock.json',
];

function compile(options) {
  const done = spawnSync(tool('tsc'), ['-b', ...options], { cwd: root, stdio: 'inherit' });
  if (done.status !== 0) fail('The build failed.');
}

/** What the web application is made of. */
const webSources = ['packages/web', 'packages/flamegraph/src', 'packages/profile/src', 'package-lock.json'];

/** Bundles the web application when a source of it is newer than the last bundle. */
function buildWeb() {
  const web = join(root, 'packages/web');
  const index = join(web, 'dist/site/index.html');
  const builtMs = existsSync(index) ? statSync(index).mtimeMs : 0;
  if (webSources.every((source) => newestMs(join(root, source)) <= builtMs)) return;
  const done = spawnSync(tool('vite'), ['build', '--logLevel', 'warn'], { cwd: web, stdio: 'inherit' });
  if (done.status !== 0) fail('The web application could not be built.');
}

/** When a file, or the newest in a folder, was written, or one of the folder taken away; in Unix milliseconds. */
function newestMs(path) {
  const found = statSync(path);
  let newest = found.mtimeMs;
  if (!found.isDirectory()) return newest;
  for (const name of readdirSync(path)) {
    if (name !== 'dist' && name !== 'node_modules') newest = Math.max(newest, newestMs(join(path, name)));
  }
  return newest;
}

/** Runs a command with its output shown; resolves with its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
