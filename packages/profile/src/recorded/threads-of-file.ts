import { readCpuRecording } from '../cpuprofile/cpu-recording.ts';
import { DEFAULT_FIREFOX_LIMITS } from '../firefox/limits.ts';
import { readFirefoxProfile } from '../firefox/read-firefox-profile.ts';
import type { ReadOptions } from '../formats/file-format.ts';
import { DEFAULT_IMPORT_LIMITS } from '../formats/import-limits.ts';
import { readProfile } from '../formats/read-profile.ts';
import { recogniseFormat } from '../formats/recognise-format.ts';
import type { RecordedThreads } from './recorded-threads.ts';
import { threadsOfCpuprofile } from './threads-of-cpuprofile.ts';
import { threadsOfFirefox } from './threads-of-firefox.ts';
import { threadsOfProfile } from './threads-of-profile.ts';

/**
 * The threads of inflated content in whichever format it is, in time where the format says when samples were.
 *
 * @param startMs Unix milliseconds that times count from, where the samples themselves say an absolute time
 * @throws ProfileFormatError
 */
export function threadsOfFile(
  bytes: Uint8Array,
  startMs: number,
  wanted?: string,
  { stackNodes = Number.POSITIVE_INFINITY }: ReadOptions = {},
): RecordedThreads {
  const format = recogniseFormat(bytes);
  if (format === 'cpuprofile') {
    const limits = { ...DEFAULT_IMPORT_LIMITS, stacks: Math.min(stackNodes, DEFAULT_IMPORT_LIMITS.stacks) };
    return threadsOfCpuprofile(readCpuRecording(bytes, limits), wanted, limits);
  }
  if (format === 'firefox') {
    const stacks = Math.min(stackNodes, DEFAULT_FIREFOX_LIMITS.stacks);
    return threadsOfFirefox(readFirefoxProfile(bytes), wanted, { stacks });
  }
  return threadsOfProfile(readProfile(bytes, { stackNodes }).profile, startMs, wanted);
}
