import { exitCodes } from './exit-code.ts';
import type { Io } from './io.ts';
import { run } from './run.ts';

const cancel = new AbortController();
// The first Ctrl-C cancels what is under way; a second one finds Node's own handler and ends the process at once.
process.once('SIGINT', () => cancel.abort());

// A reader that has seen enough (`hearth profiles | head`) is no failure; a full disk behind `> file` is one.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.ok);
  process.stderr.write(`error: standard output cannot be written: ${error.message}\n`);
  process.exit(exitCodes.failure);
});
// Nobody is left to be told.
process.stderr.on('error', () => process.exit(exitCodes.failure));

const io: Io = {
  env: process.env,
  out: (text) => void process.stdout.write(text),
  outBytes: (bytes) => void process.stdout.write(bytes),
  err: (text) => void process.stderr.write(text),
  isTty: process.stdout.isTTY === true,
  isErrTty: process.stderr.isTTY === true,
  stdin: process.stdin,
  nowMs: () => Date.now(),
  signal: cancel.signal,
};

process.exitCode = await run(process.argv.slice(2), io);
