import { spawn } from 'node:child_process';

/**
 * What is done when the agent dies without a word: `read` ends when the other end of its standard input is closed, however
 * that came. The words are fixed; process and signal are its arguments.
 */
const SCRIPT = 'read -r word; [ "$word" = done ] || kill -s "$1" "$0"';

/**
 * Ends a process when this one dies, with exactly one signal. (`PR_SET_PDEATHSIG` sends one for each thread of the parent that
 * ends, and the second SIGINT makes samply throw its file away.)
 *
 * @returns what calls the guard off
 */
export function guardAgainstDeath(pid: number, signal: 'INT' | 'KILL'): () => void {
  // In a session of its own, as its charge: what ends the agent's process group must not end the guard.
  const guard = spawn('sh', ['-c', SCRIPT, String(pid), signal], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  return () => guard.stdin.end('done\n');
}
