import { copyFile } from 'node:fs/promises';
import { freemem } from 'node:os';
import { dirname } from 'node:path';
import { CaptureError } from '../recorders/capture-error.ts';
import { targetRoot } from '../target/target-root.ts';
import type { FinishedFile, FinishJob } from './finish-job.ts';
import { readPerfFile } from './finish-perf.ts';
import { asProcessedProfile, hasPerThreadTables, numbers, type ProcessedProfile } from './processed-profile.ts';
import { readGzipJson } from './read-gzip-json.ts';
import { applySymbols } from './symbols/apply-symbols.ts';
import { collectAddresses } from './symbols/collect-addresses.ts';
import { askSymbolServer } from './symbols/symbol-server.ts';
import { hashFile, writeGzip } from './write-gzip-json.ts';

/** A file above this is delivered as it is: parsing it would take gigabytes on a host that has other work. */
const MAX_INFLATED_BYTES = 256 * 1024 * 1024;

/** Memory that parsing and writing take, for each byte of the text. */
const MEMORY_FACTOR = 8;

/**
 * Turns a recorder's file into the one that is delivered: looked through to its end, symbols and the pipeline's name
 * written in, everything else as the recorder wrote it.
 *
 * @param freeBytes memory that may be taken
 * @throws CaptureError
 */
export async function finishCapture(job: FinishJob, freeBytes = freemem()): Promise<FinishedFile> {
  const read = job.recorder === 'perf' ? await fromPerf(job) : await fromSamply(job, freeBytes);
  const file = 'oversize' in read ? read : await writeProfile(job, read.profile, read.warnings);
  if (file.sizeBytes > job.maxFileBytes) {
    const message = `The file of this capture has ${file.sizeBytes} bytes, and ${job.maxFileBytes} are allowed: record for a shorter time or at a lower rate.`;
    throw new CaptureError('file_too_large', message);
  }
  return file;
}

interface ReadProfile {
  readonly profile: ProcessedProfile;
  readonly warnings: readonly string[];
}

async function fromSamply(job: FinishJob, freeBytes: number): Promise<ReadProfile | FinishedFile> {
  const maxInflatedBytes = Math.min(MAX_INFLATED_BYTES, Math.floor(freeBytes / MEMORY_FACTOR));
  const { inflatedBytes, text, balanced } = await readGzipJson(job.input, maxInflatedBytes).catch((error: unknown) => {
    return cutOff(job, error);
  });
  if (text === undefined) {
    if (!balanced) return cutOff(job, 'its JSON has no end');
    await copyFile(job.input, job.output);
    const { sizeBytes, sha256 } = await hashFile(job.output);
    const oversize = inflatedBytes > MAX_INFLATED_BYTES;
    const why = oversize ? '' : ` with the memory that is free on ${job.hostName}`;
    const warnings = [
      `The file has ${inflatedBytes} bytes inflated; above ${maxInflatedBytes}${why} it is delivered as samply wrote it, without symbols.`,
    ];
    const unknown = { firstSampleTimeMs: undefined, samples: undefined };
    return { sizeBytes, sha256, inflatedBytes, symbolicated: false, oversize, warnings, ...unknown };
  }
  let profile: ProcessedProfile | undefined;
  try {
    profile = asProcessedProfile(JSON.parse(text));
  } catch (error) {
    return cutOff(job, error);
  }
  if (profile === undefined) return cutOff(job, 'it holds no profile');
  const warnings: string[] = [];
  if (profile.meta.symbolicated !== true) warnings.push(...(await symbolicate(job, profile)));
  return { profile, warnings };
}

async function fromPerf(job: FinishJob): Promise<ReadProfile> {
  const { profile, warnings } = await readPerfFile(job);
  if (job.samply === undefined) {
    return { profile, warnings: [...warnings, 'samply is not there, so functions have no lines.'] };
  }
  return { profile, warnings: [...warnings, ...(await symbolicate(job, profile))] };
}

/** @returns warnings; without symbols the profile is still worth delivering */
async function symbolicate(job: FinishJob, profile: ProcessedProfile): Promise<readonly string[]> {
  if (job.samply === undefined) return ['samply is not there, so functions have no names.'];
  if (!hasPerThreadTables(profile))
    return ['samply wrote a version of the format into which symbols cannot be written.'];
  try {
    const addresses = collectAddresses(profile);
    const answers = await askSymbolServer(job.samply, dirname(job.output), profile, addresses, targetRoot(job.pid));
    for (const thread of profile.threads) applySymbols(thread, answers);
    profile.meta.symbolicated = true;
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [`Symbols could not be looked up on ${job.hostName}: ${reason.slice(0, 400)}`];
  }
}

async function writeProfile(
  job: FinishJob,
  profile: ProcessedProfile,
  warnings: readonly string[],
): Promise<FinishedFile> {
  profile.meta.product = job.product;
  profile.meta.oscpu = job.oscpu;
  const inflatedBytes = await writeGzip(job.output, JSON.stringify(profile));
  const { sizeBytes, sha256 } = await hashFile(job.output);
  let samples = 0;
  let firstSampleTimeMs: number | undefined;
  for (const thread of profile.threads) {
    samples += thread.samples.length;
    const first = numbers(thread.samples, 'time')[0] ?? undefined;
    if (first !== undefined) firstSampleTimeMs = Math.min(first, firstSampleTimeMs ?? first);
  }
  const symbolicated = profile.meta.symbolicated === true;
  return { sizeBytes, sha256, inflatedBytes, symbolicated, oversize: false, firstSampleTimeMs, samples, warnings };
}

/** samply exits with 0 when the disk is full; what is missing at the end of its file says so. */
function cutOff(job: FinishJob, cause: unknown): never {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `What ${job.recorder} wrote on ${job.hostName} is cut off or damaged (${reason}): look for a full disk or a quota there.`;
  throw new CaptureError('file_invalid', message, reason);
}
