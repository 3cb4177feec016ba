import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CaptureError } from '../recorders/capture-error.ts';
import { continueStopped } from '../recorders/continue-stopped.ts';
import { isAlive } from '../target/process-identity.ts';
import type { CaptureContext } from './capture-context.ts';
import type { CaptureRecord } from './capture-record.ts';
import { endedRecord } from './ended-record.ts';
import { finishRecord } from './finish-record.ts';

/** What a recorder that outlived its agent gets to write its file. */
const MAX_WAIT_MS = 60_000;
const LOOK_MS = 200;

/** Where the recorders write, before the record says so. */
const RAW_FILES = { samply: 'samply.json.gz', perf: 'perf.data' } as const;

/**
 * Brings a capture that an agent left behind, when it died, to its end: the recorder is ended if it still runs, a target that
 * was left stopped runs on, and what was recorded is made ready to deliver.
 *
 * @returns the last record, on disk and not yet said; undefined when the agent stopped before the end
 */
export async function recoverCapture(
  context: CaptureContext,
  left: CaptureRecord,
  signal: AbortSignal,
): Promise<CaptureRecord | undefined> {
  let record = left;
  try {
    await endRecorder(record);
    if (record.target !== undefined && record.state === 'accepted') await continueStopped(record.target);
    const raw = record.raw ?? (record.recorder === undefined ? undefined : RAW_FILES[record.recorder]);
    if (raw === undefined || !existsSync(join(context.store.directory(record.captureId), raw))) {
      const message = `The agent on ${hostname()} was stopped during the capture, and nothing usable was left.`;
      throw new CaptureError('agent_restarted', message);
    }
    const cut = left.endedAtMs === undefined;
    record = {
      ...record,
      state: 'writing',
      raw,
      endedAtMs: left.endedAtMs ?? Date.now(),
      warnings: [
        ...(left.warnings ?? []),
        ...(cut ? ['The agent was stopped during the recording; it ends early.'] : []),
      ],
    };
    await context.store.save(record);
    context.changed(record);
    record = await finishRecord(context, record, signal);
  } catch (error) {
    if (signal.aborted) return undefined;
    record = endedRecord(record, error);
    await context.store.tidy(record.captureId).catch(() => undefined);
  }
  await context.store.save(record);
  return record;
}

/**
 * The guard has sent its one SIGINT when the agent died; a second one would make samply throw its file away. So it comes only
 * when nothing else can be going on any more, and SIGKILL after that.
 */
async function endRecorder({ recorderProcess }: CaptureRecord): Promise<void> {
  if (recorderProcess === undefined) return;
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    for (const end = Date.now() + MAX_WAIT_MS; Date.now() < end; await delay(LOOK_MS)) {
      if (!(await isAlive(recorderProcess))) return;
    }
    process.kill(recorderProcess.pid, signal);
  }
}
