import { type ShownThreads, shownThreads } from '@hearth/profile';
import type { ThreadsChoice } from '../../query/export/stored-reader.ts';
import type { Original } from '../../store/upload.ts';
import type { IngestLimits } from '../limits.ts';
import { recordedThreadsOf } from './recorded-threads-of.ts';

/** A window of a stored profile, thread by thread. @throws HearthError, ProfileFormatError */
export const threadsOfStored = (original: Original, limits: IngestLimits, choice: ThreadsChoice): ShownThreads =>
  shownThreads(recordedThreadsOf(original, limits, choice), choice.window);
