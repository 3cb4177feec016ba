// `npm start`: installs what is missing, builds what changed, serves. Arguments go to the server.
import { buildToServe, checkNode, ensureInstalled } from './lib.mjs';

checkNode();
ensureInstalled();
buildToServe();
const { runServer } = await import('../packages/server/dist/run-server.js');
process.exitCode = await runServer(process.argv.slice(2));
