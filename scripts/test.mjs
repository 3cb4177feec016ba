// `npm test`: types, lint, unit, contract and end-to-end tests. See CONTRIBUTING.md for the lanes.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installSamply } from './install-samply.mjs';
import { checkNode, ensureInstalled, run, tool } from './lib.mjs';

const known = new Set(['--with-system']);
const unknown = process.argv.slice(2).filter((argument) => !known.has(argument));
if (unknown.length > 0) {
  process.stderr.write(`Unknown option ${unknown[0]}. Usage: npm test [-- --with-system]\n`);
  process.exit(2);
}

checkNode();
ensureInstalled();

const withSystem = process.env.CI === 'true' || process.argv.includes('--with-system');
const env = { ...process.env, TZ: 'UTC', LC_ALL: 'C' };
const counts = { passed: 0, failed: 0, skipped: 0 };
const reports = mkdtempSync(join(tmpdir(), 'hearth-test-'));

async function step(name, command, args) {
  const started = Date.now();
  process.stdout.write(`\n== ${name}\n`);
  const code = await run(command, args, { env });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stdout.write(`== ${name}: ${code === 0 ? 'ok' : 'FAILED'} (${seconds} s)\n`);
  counts[code === 0 ? 'passed' : 'failed']++;
  return code === 0;
}

/** One vitest project; its tests join the closing line. */
async function tests(project) {
  const report = join(reports, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const ok = await step(`${project} tests`, tool('vitest'), ['run', '--project', project, ...reporters]);
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
    counts.passed += numPassedTests;
    counts.failed += numFailedTests;
    counts.skipped += numPendingTests;
  } catch {
    process.stdout.write(`(${project}: no report)\n`);
  }
  return ok;
}

// Takes minutes the first time: begun now, needed by the last lane.
const samply = installSamply();
if (withSystem) await step('system packages', process.execPath, ['scripts/with-system.mjs']);
if (await step('types', tool('tsc'), ['-b'])) {
  await step('lint', process.execPath, ['scripts/lint.mjs']);
  for (const project of ['unit', 'engine', 'e2e']) await tests(project);
  process.stdout.write(`\n== ${await samply}\n`);
  await tests('native');
  await step('crash test', process.execPath, ['e2e/dist/crash/main.js', '--rounds', '25']);
  await step('mutated uploads', process.execPath, ['e2e/dist/mutation/main.js', '--count', '10000']);
  const envelopes = ['e2e/dist/mutation/main.js', '--count', '10000', '--envelopes'];
  await step('mutated envelopes', process.execPath, envelopes);
}
rmSync(reports, { recursive: true });

if (process.env.CI === 'true' && counts.skipped > 0) {
  process.stdout.write('Tests were skipped, which CI does not allow.\n');
  counts.failed++;
}
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
process.exitCode = counts.failed === 0 ? 0 : 1;
