// `npm start`: installs what is missing, builds what changed, serves. Arguments go to the server.
import { buildToServe, checkNode, ensureInstalledToServe } from './lib.mjs';

checkNode();
ensureInstalledToServe();
buildToServe();
const { runServer } = await import('../packages/server/dist/run-server.js');
process.exitCode = await runServer(process.argv.slice(2));
