// The process that finishes one capture: reading, symbolicating and writing take memory and CPU that the agent, which waits
// all day beside somebody's workload, must not hold. One argument in (FinishJob), one line out (FinishAnswer).
import { CaptureError } from '../recorders/capture-error.ts';
import { finishCapture } from './finish-capture.ts';
import type { FinishAnswer, FinishJob } from './finish-job.ts';

async function answer(): Promise<FinishAnswer> {
  const job = JSON.parse(process.argv[2] ?? '{}') as FinishJob;
  try {
    return { file: await finishCapture(job) };
  } catch (error) {
    if (error instanceof CaptureError) {
      return { error: { code: error.code, message: error.message, detail: error.detail } };
    }
    const reason = error instanceof Error ? error.message : String(error);
    if (/ENOSPC|EDQUOT/.test(reason)) {
      const message = `The disk of the agent on ${job.hostName} is full: free some space there.`;
      return { error: { code: 'disk_full', message, detail: reason } };
    }
    const message = `The file of this capture could not be finished on ${job.hostName}: ${reason.slice(0, 400)}`;
    return { error: { code: 'file_invalid', message, detail: reason } };
  }
}

process.stdout.write(`${JSON.stringify(await answer())}\n`);
