// `npm run crash`, `mutate`, `screenshots`: installs and builds what is missing, then runs a compiled program with the arguments given.
import { build, checkNode, ensureInstalled, run } from './lib.mjs';

checkNode();
ensureInstalled();
build();
process.exitCode = await run(process.execPath, process.argv.slice(2));
