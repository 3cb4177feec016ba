import { columnOfType, profileOfThreads, writeProfile } from '@hearth/profile';
import type { FileChoice } from '../../query/export/stored-reader.ts';
import type { Original } from '../../store/upload.ts';
import { inflate } from '../inflate/inflate.ts';
import type { IngestLimits } from '../limits.ts';
import { prepareUpload } from '../registry.ts';
import { choosePart } from './choose-part.ts';
import { recordedThreadsOf } from './recorded-threads-of.ts';

/**
 * A stored profile as a file. Firefox Profiler's format, the only one with threads in time, gets them where they were recorded; what
 * came in it is given as it came.
 *
 * @throws HearthError, ProfileFormatError
 */
export function writeStored(original: Original, limits: IngestLimits, choice: FileChoice): Uint8Array {
  const { index, format, title, type, startMs } = choice;
  if (format === 'firefox') {
    if (original.format === 'firefox-profile') {
      const bytes = inflate(original.body, { maxBytes: limits.captureInflatedBytes, name: 'profile.json' });
      // Its memory is handed over to another thread, so it must be all its own.
      return Uint8Array.from(bytes);
    }
    const recorded = recordedThreadsOf(original, limits, choice);
    if (recorded.hasTimes) return writeProfile(profileOfThreads(recorded, startMs), format, { title, column: 0 });
  }
  const { profile } = choosePart(prepareUpload(original, limits).decoded, index, type);
  const column = type === undefined ? undefined : columnOfType(profile, type);
  return writeProfile(profile, format, { title, ...(column === undefined ? {} : { column }) });
}
