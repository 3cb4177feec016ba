import { spawn } from 'node:child_process';
import { readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { CaptureError } from '../recorders/capture-error.ts';
import { runTool } from '../recorders/run-tool.ts';
import { targetRoot } from '../target/target-root.ts';
import type { FinishJob } from './finish-job.ts';
import { parseBuildIds } from './perf/breakpad-id.ts';
import { readElfFile } from './perf/elf-file.ts';
import { PERF_SCRIPT_ARGS, parsePerfScript } from './perf/parse-perf-script.ts';
import { MAX_PERF_SAMPLES, PerfProfileBuilder } from './perf/perf-profile-builder.ts';
import type { ProcessedProfile } from './processed-profile.ts';

/** Output on standard error that is kept for the message. */
const MAX_ERROR_LENGTH = 4_096;

/**
 * Reads perf's file through `perf script`.
 *
 * @returns the profile with perf's names, and warnings
 * @throws CaptureError when perf cannot read its own file
 */
export async function readPerfFile(
  job: FinishJob,
): Promise<{ readonly profile: ProcessedProfile; readonly warnings: readonly string[] }> {
  const perf = job.perf ?? 'perf';
  const buildIds = parseBuildIds((await runTool(perf, ['buildid-list', '-i', job.input])).stdout);
  const root = targetRoot(job.pid);
  const builder = new PerfProfileBuilder((path) => {
    const file = readElfFile(`${root}${path}`);
    const recorded = buildIds.get(path);
    // Another build id: the program was replaced since.
    return recorded === undefined || file?.buildId === recorded ? file : undefined;
  });
  const child = spawn(perf, ['script', '-i', job.input, ...PERF_SCRIPT_ARGS], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    if (errors.length < MAX_ERROR_LENGTH) errors += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  for await (const sample of parsePerfScript(createInterface({ input: child.stdout }))) builder.add(sample);
  const code = await ended;
  if (code !== 0) {
    const message = `perf on ${job.hostName} cannot read what it recorded (status ${code}): the disk may be full.`;
    throw new CaptureError('file_invalid', message, errors);
  }
  const warnings =
    builder.leftOut === 0 ? [] : [`${builder.leftOut} samples after the first ${MAX_PERF_SAMPLES} are left out.`];
  const processName = await readlink(`/proc/${job.pid}/exe`).then(basename, () => `PID ${job.pid}`);
  return { profile: builder.build({ ...job, processName }), warnings };
}
