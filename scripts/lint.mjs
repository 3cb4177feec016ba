// `npm run lint`: format and lint rules, promise rules that need types, the direction of imports, a current reference.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkImports } from './check-imports.mjs';
import { ensureInstalled, root, run, tool } from './lib.mjs';

ensureInstalled();

const steps = [
  ['biome', () => run(tool('biome'), ['check', '--error-on-warnings', '.'])],
  ['oxlint', () => run(tool('oxlint'), ['--type-aware', '--deny-warnings'])],
  ['imports', () => checkImports()],
];
if (existsSync(join(root, 'scripts/generate-docs.mjs'))) {
  steps.push(['reference', () => run(process.execPath, ['scripts/generate-docs.mjs', '--check'])]);
}

let failed = 0;
for (const [name, step] of steps) {
  if ((await step()) !== 0) {
    process.stderr.write(`lint: ${name} failed\n`);
    failed++;
  }
}
process.exitCode = failed === 0 ? 0 : 1;
