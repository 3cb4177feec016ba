import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { CaptureCancelled, CaptureError } from '../recorders/capture-error.ts';
import { RecorderProcess } from '../recorders/recorder-process.ts';
import type { FinishAnswer, FinishedFile, FinishJob } from './finish-job.ts';

/** Compiled code, from `src/` and from `dist/` alike. */
const MAIN = fileURLToPath(new URL('../../dist/finish/finish-main.js', import.meta.url));

/** Parsing 256 MiB of JSON takes about 2 GB; on small machines Node's own default is less. */
const MAX_HEAP_MIB = 4_096;

/** Symbols of a program of gigabytes take minutes on a loaded machine; beyond this something hangs. */
const MAX_FINISH_MS = 1_800_000;

/**
 * Finishes a capture in a process of its own, at the priority `nice`.
 *
 * @throws CaptureError, CaptureCancelled
 */
export async function runFinish(
  job: FinishJob,
  options: { readonly nice: number; readonly directory: string; readonly signal: AbortSignal },
): Promise<FinishedFile> {
  if (options.signal.aborted) throw new CaptureCancelled();
  const command = [process.execPath, `--max-old-space-size=${MAX_HEAP_MIB}`, MAIN, JSON.stringify(job)];
  const child = new RecorderProcess(command, { cwd: options.directory, log: 'finish.log', atDeath: 'KILL' });
  if (child.identity !== undefined) lowerPriority(child.identity.pid, options.nice);
  const stop = (): void => child.kill();
  options.signal.addEventListener('abort', stop, { once: true });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, MAX_FINISH_MS);
  const { code, signal } = await child.ended;
  clearTimeout(timer);
  options.signal.removeEventListener('abort', stop);
  if (options.signal.aborted) throw new CaptureCancelled();
  if (late)
    throw new CaptureError(
      'timed_out',
      `Symbols were not written within ${MAX_FINISH_MS / 60_000} minutes on ${job.hostName}.`,
    );
  const answer = parseAnswer(child.output);
  if (answer === undefined) {
    const message = `Finishing the capture on ${job.hostName} failed (${signal ?? `status ${code}`}): memory may be short there.`;
    throw new CaptureError('file_invalid', message, child.output);
  }
  if ('error' in answer) throw new CaptureError(answer.error.code, answer.error.message, answer.error.detail);
  return answer.file;
}

function lowerPriority(pid: number, nice: number): void {
  try {
    setPriority(pid, nice);
  } catch {
    // It has ended already, or may not be changed; neither matters.
  }
}

/** Warnings of Node may come before it. */
function parseAnswer(output: string): FinishAnswer | undefined {
  const line = output
    .trimEnd()
    .split('\n')
    .findLast((text) => text.startsWith('{'));
  if (line === undefined) return undefined;
  try {
    return JSON.parse(line) as FinishAnswer;
  } catch {
    return undefined;
  }
}
