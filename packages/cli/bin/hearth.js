#!/usr/bin/env node
// The entry npm links as `hearth`. It is committed, so that the link exists before the first build.
import { existsSync } from 'node:fs';

const built = new URL('../dist/main.js', import.meta.url);
if (existsSync(built)) {
  await import(built.href);
} else {
  process.stderr.write('hearth is not built yet: run `npm run build` (or `npm start`, which builds and serves).\n');
  process.exitCode = 1;
}
