// Writes docs/reference/ from the code: errors, settings, commands, limits, OpenAPI. `--check` writes nothing and fails
// when a page is not what the code says or a link between documents is broken; lint runs that.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brokenLinks } from './generate-docs/check-links.mjs';
import { cliPage } from './generate-docs/cli-page.mjs';
import { configPage } from './generate-docs/config-page.mjs';
import { errorsPage } from './generate-docs/errors-page.mjs';
import { limitsPage } from './generate-docs/limits-page.mjs';
import { measurementsPage } from './generate-docs/measurements-page.mjs';
import { build, fail, root, tool } from './lib.mjs';

const directory = join(root, 'docs/reference');
const isCheck = process.argv.includes('--check');

build();
const { errorCatalogue } = await import('../packages/server/dist/errors/catalogue.js');
const { explainConfig } = await import('../packages/server/dist/config/explain-config.js');
const { openApiDocument } = await import('../packages/server/dist/open-api-document.js');
const { describeProgram } = await import('../packages/cli/dist/describe-program.js');

const texts = {
  'README.md': indexPage(),
  'errors.md': errorsPage(errorCatalogue),
  'config.md': configPage(explainConfig()),
  'cli.md': cliPage(describeProgram()),
  'limits.md': limitsPage(),
  'measurements.md': measurementsPage(),
  'openapi.json': JSON.stringify(await openApiDocument()),
};

const pages = { ...texts, 'openapi.json': formatted('openapi.json', texts['openapi.json']) };

const stale = Object.entries(pages).filter(([name, text]) => {
  const file = join(directory, name);
  return !existsSync(file) || readFileSync(file, 'utf8') !== text;
});
const orphans = existsSync(directory) ? readdirSync(directory).filter((name) => !(name in pages)) : [];

if (isCheck) {
  // Results change with every run of a benchmark and say nothing about the code: that page follows when it is written next.
  const faults = [...stale.map(([name]) => name).filter((name) => name !== 'measurements.md'), ...orphans];
  for (const name of faults) process.stderr.write(`docs/reference/${name} is not what the code says\n`);
  if (faults.length > 0) fail('Run `npm run docs` and commit what it writes.');
  const broken = brokenLinks();
  for (const link of broken) process.stderr.write(`${link} leads to nothing\n`);
  if (broken.length > 0) fail('Links between documents are broken.');
} else {
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of stale) {
    writeFileSync(join(directory, name), text);
    process.stdout.write(`wrote ${relative(root, join(directory, name))}\n`);
  }
  for (const name of orphans) process.stderr.write(`docs/reference/${name} comes from nowhere; delete it\n`);
}

/** Lint checks the format of every JSON file of the repository, of this one too. */
function formatted(name, text) {
  const done = spawnSync(tool('biome'), ['format', `--stdin-file-path=${name}`], { cwd: root, input: text });
  if (done.status !== 0) fail(`biome could not format ${name}: ${done.stderr}`);
  return done.stdout.toString();
}

function indexPage() {
  return `# Reference

Generated from the code by \`npm run docs\`. Do not edit; lint fails when a page is not what the code says.

- [cli.md](cli.md): the \`hearth\` command
- [config.md](config.md): every setting of the server
- [errors.md](errors.md): every error code
- [limits.md](limits.md): every named limit with its reason
- [measurements.md](measurements.md): the last benchmark results that were kept
- [openapi.json](openapi.json): the HTTP API under \`/api/v1\`; a running server answers the same at \`/api/v1/openapi.json\`
`;
}
