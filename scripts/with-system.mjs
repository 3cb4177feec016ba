// Installs the system packages that the end-to-end tests need and this machine lacks: python3 with venv, Go, a JDK,
// Maven, Chromium.
// Run by `npm test` with CI=true or `-- --with-system`, never otherwise. Knows apt; elsewhere it says what to install.
import { spawnSync } from 'node:child_process';
import { fail } from './lib.mjs';

/** What must work, and the Debian packages that make it work. Kept in step with e2e/src/install/missing-tools.ts. */
const needs = [
  {
    name: 'python3 with venv',
    probe: ['python3', ['-c', 'import venv, ensurepip']],
    packages: ['python3', 'python3-venv'],
  },
  { name: 'Go 1.21 or newer', probe: ['go', ['version'], /go1\.(?:2[1-9]|[3-9]\d)/], packages: ['golang-go'] },
  { name: 'a JDK', probe: ['javac', ['-version']], packages: ['default-jdk-headless'] },
  { name: 'perf', probe: ['perf', ['--version']], packages: ['linux-perf'] },
  { name: 'a C compiler', probe: ['gcc', ['--version']], packages: ['gcc', 'libc6-dev'] },
  { name: 'Maven', probe: ['mvn', ['-v']], packages: ['maven'] },
  { name: 'Chromium', probe: ['chromium', ['--version'], /^Chromium \d/], packages: ['chromium'] },
];

function works([command, args, says = /^/]) {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 && says.test(stdout);
}
const missing = needs.filter(({ probe }) => !works(probe));
if (missing.length === 0) {
  process.stdout.write('Nothing is missing.\n');
  process.exit(0);
}

const names = missing.map(({ name }) => name).join(', ');
if (!works(['apt-get', ['--version']])) fail(`Missing: ${names}. This machine has no apt-get; install them by hand.`);
const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
const apt = (...args) => {
  const [command, ...rest] = [...asRoot, 'apt-get', ...args];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, rest, { stdio: 'inherit', env }).status === 0;
};

process.stdout.write(`Installing ${names} ...\n`);
const packages = missing.flatMap((need) => need.packages);
if (!apt('update', '-q') || !apt('install', '-q', '-y', '--no-install-recommends', ...packages)) {
  fail(`apt-get could not install ${packages.join(' ')}.`);
}
const still = missing.filter(({ probe }) => !works(probe));
if (still.length > 0) fail(`Installed, but still not usable: ${still.map(({ name }) => name).join(', ')}.`);
