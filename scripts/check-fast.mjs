// `npm run check:fast`: what every commit must pass, under two minutes: types, lint, unit tests.
import { checkNode, ensureInstalled, run, tool } from './lib.mjs';

checkNode();
ensureInstalled();
const env = { ...process.env, TZ: 'UTC', LC_ALL: 'C' };
for (const [command, args] of [
  [tool('tsc'), ['-b']],
  [process.execPath, ['scripts/lint.mjs']],
  [tool('vitest'), ['run', '--project', 'unit']],
]) {
  const code = await run(command, args, { env });
  if (code !== 0) process.exit(code);
}
