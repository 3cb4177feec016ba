import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { root } from '../lib.mjs';

const linkPattern = /\[[^\]]*\]\(([^)\s#]+)(?:#[^)]*)?\)/g;

/** Relative links of Markdown files that lead to nothing, as `file: target`. */
export function brokenLinks() {
  const broken = [];
  for (const file of markdownFiles(root)) {
    for (const [, target] of readFileSync(file, 'utf8').matchAll(linkPattern)) {
      if (/^[a-z]+:/i.test(target) || existsSync(resolve(dirname(file), target))) continue;
      broken.push(`${relative(root, file)}: ${target}`);
    }
  }
  return broken;
}

function* markdownFiles(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (['node_modules', 'dist', '.git', 'data', '.tmp'].includes(entry.name)) continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) yield* markdownFiles(path);
    else if (entry.name.endsWith('.md')) yield path;
  }
}
