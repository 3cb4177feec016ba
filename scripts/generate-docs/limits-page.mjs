import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '../lib.mjs';
import { generatedNote, table } from './markdown.mjs';

// A limit is a constant of a file with a number for a value and its reason in the comment above it.
const commentPattern = String.raw`(?:\/\*\*((?:[^*]|\*(?!\/))*)\*\/|\/\/ ([^\n]*))\n`;
const namePattern =
  '(?:MAX|MIN|MOST|LEAST|LONGEST|FIRST|DEFAULT)_[A-Z0-9_]+|[A-Z0-9_]+_(?:MS|SECONDS|BYTES|LENGTH|DAYS)|' +
  '(?:max|min|least|most|default)[A-Z][A-Za-z0-9]*|[a-z][A-Za-z0-9]*(?:Ms|Seconds|Bytes|Length)';
const valuePattern = String.raw`[\d_.]+(?: ?\*{1,2} ?(?:[\d_.]+|[KMG]iB|[A-Z_]+))*|[KMG]iB`;
const limitPattern = new RegExp(
  `^${commentPattern}(?:export )?const (${namePattern})(?:: [^=\n]+)? =\\s*(${valuePattern});`,
  'gm',
);

/** Every named limit of the packages, by the file it stands in. */
export function limitsPage() {
  const sections = [];
  for (const file of [...sources(join(root, 'packages'))].sort()) {
    const rows = [...readFileSync(file, 'utf8').matchAll(limitPattern)].map(([, block, line, name, value]) => [
      `\`${name}\``,
      `\`${value.replace(/\s+/g, ' ')}\``,
      (block ?? line)
        .replace(/\n\s*\*/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    ]);
    if (rows.length > 0) sections.push(`## ${relative(root, file)}\n\n${table(['limit', 'value', 'reason'], rows)}`);
  }
  return `${generatedNote}# Limits

Every named limit in the code, with the reason that stands beside it. Those that an operator can change are in [config.md](config.md). Sizes: \`KiB\` = 2^10, \`MiB\` = 2^20 bytes.

${sections.join('\n')}`;
}

function* sources(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (['node_modules', 'dist', 'fixtures', 'generated', 'testing'].includes(entry.name)) continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (entry.name.endsWith('.ts') && !/\.(test|d)\.ts$/.test(entry.name)) yield path;
  }
}
