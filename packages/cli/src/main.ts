import type { Io } from './io.ts';
import { run } from './run.ts';

const cancel = new AbortController();
// The first Ctrl-C cancels what is under way; a second one finds Node's own handler and ends the process at once.
process.once('SIGINT', () => cancel.abort());

// A reader that has seen enough (`hearth profiles | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

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
