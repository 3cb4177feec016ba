import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib.mjs';
import { generatedNote, table } from './markdown.mjs';

/** The numbers of `bench/results/`, one table a benchmark. */
export function measurementsPage() {
  const directory = join(root, 'bench/results');
  const sections = readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const { machine, measurements } = JSON.parse(readFileSync(join(directory, name), 'utf8'));
      const rows = measurements.map(({ name: what, value, unit, aim }) => [what, `${value} ${unit}`, aim ?? '']);
      const where = `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Node ${machine.node}`;
      return `## ${name.replace(/\.json$/, '')}\n\n${where}.\n\n${table(['what', 'measured', 'aim'], rows)}`;
    });
  return `${generatedNote}# Measurements

The last results of \`npm run bench\` that were kept, in \`bench/results/\`. What each benchmark does stands at the top of its file in \`bench/src/\`. Numbers of different machines do not compare.

${sections.join('\n')}`;
}
