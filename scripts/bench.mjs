// `npm run bench [-- NAME ...]`: runs the benchmarks of bench/, prints a table each, writes bench/results/NAME.json.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build, checkNode, ensureInstalled, root, run } from './lib.mjs';

checkNode();
ensureInstalled();
build();
const all = readdirSync(join(root, 'bench/src'))
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''))
  .sort();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`Unknown benchmark ${unknown[0]}; there are: ${all.join(', ')}\n`);
  process.exit(2);
}
let failed = 0;
for (const name of wanted.length > 0 ? wanted : all) {
  process.stdout.write(`\n== ${name}\n`);
  if ((await run(process.execPath, ['--expose-gc', `bench/dist/${name}.bench.js`])) !== 0) failed++;
}
process.exitCode = failed === 0 ? 0 : 1;
