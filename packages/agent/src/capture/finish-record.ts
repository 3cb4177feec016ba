import { hostname } from 'node:os';
import { join } from 'node:path';
import { runFinish } from '../finish/run-finish.ts';
import type { UploadMessage } from '../protocol/from-agent.ts';
import { CaptureError } from '../recorders/capture-error.ts';
import type { CaptureContext } from './capture-context.ts';
import type { CaptureRecord } from './capture-record.ts';
import { RESULT_FILE } from './capture-store.ts';

/** Warnings that travel with a file; each is cut to what the protocol takes. */
const MAX_WARNINGS = 50;
const MAX_WARNING_LENGTH = 1_000;

/**
 * Makes the file that is delivered of the recorder's, and the record that says so.
 *
 * @param record in state `writing`, with the recorder's file
 * @throws CaptureError, CaptureCancelled
 */
export async function finishRecord(
  context: CaptureContext,
  record: CaptureRecord,
  signal: AbortSignal,
): Promise<CaptureRecord> {
  const { recorder, raw, target } = record;
  if (recorder === undefined || raw === undefined || target === undefined) {
    throw new CaptureError('agent_restarted', `The agent on ${hostname()} ended before anything was recorded.`);
  }
  const directory = context.store.directory(record.captureId);
  // Also one that may not record here looks up symbols.
  const present = (await context.recorders())
    .filter(({ facts }) => facts.version !== undefined)
    .map((found) => found.recorder);
  const startedAtMs = record.startedAtMs ?? record.acceptedAtMs;
  const file = await runFinish(
    {
      recorder,
      input: join(directory, raw),
      output: join(directory, RESULT_FILE),
      samply: present.find(({ name }) => name === 'samply')?.program,
      perf: present.find(({ name }) => name === 'perf')?.program,
      pid: target.pid,
      hostName: hostname(),
      product: context.pipeline,
      oscpu: `host ${context.ordinal} of ${context.hosts()}`,
      startedAtMs,
      rateHz: record.rateHz,
      maxFileBytes: context.maxFileBytes(),
    },
    { nice: context.limits.nice, directory, signal },
  );
  const warnings = [...(record.warnings ?? []), ...file.warnings];
  const upload: UploadMessage = {
    type: 'upload',
    captureId: record.captureId,
    sizeBytes: file.sizeBytes,
    sha256: file.sha256,
    format: 'firefox-processed',
    inflatedBytes: file.inflatedBytes,
    symbolicated: file.symbolicated,
    oversize: file.oversize,
    recorder,
    recorderVersion: record.recorderVersion ?? 'unknown',
    rateHz: record.rateHz,
    startedAtMs,
    endedAtMs: record.endedAtMs ?? startedAtMs,
    firstSampleTimeMs: file.firstSampleTimeMs,
    samples: file.samples,
    pid: target.pid,
    commandLine: record.commandLine ?? '',
    warnings: warnings.slice(0, MAX_WARNINGS).map((warning) => warning.slice(0, MAX_WARNING_LENGTH)),
  };
  await context.store.tidy(record.captureId);
  return { ...record, state: 'uploading', upload };
}
