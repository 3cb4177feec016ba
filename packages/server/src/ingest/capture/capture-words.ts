import type { ProfileId } from '../../store/upload.ts';
import type { UploadWords } from '../upload-words.ts';

/**
 * What is kept with the original of a capture, beside what any pushed file may have (`app`, `environment`, `release`, `start`,
 * `end`, `label.*`). A pushed file has none of these.
 */
export interface CaptureWords {
  /** Its id: 32 hex digits. Becomes the id of the upload and of the profile. */
  readonly capture?: string;
  /** E.g. `host-0`. */
  readonly host?: string;
  /** Name and version, e.g. `samply 0.13.1`. */
  readonly recorder?: string;
}

/** Undefined for what is no capture. */
export function captureIdOf(words: UploadWords): ProfileId | undefined {
  const id = words['capture'];
  return id !== undefined && /^[0-9a-f]{32}$/.test(id) ? (id as ProfileId) : undefined;
}
