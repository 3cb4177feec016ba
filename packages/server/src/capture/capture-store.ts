import type { UploadMessage } from '@hearth/agent/protocol';
import type { Capture } from '../catalog/captures/capture.ts';

/** A capture's file on its way into the store. */
export interface LandingFile {
  readonly bytes: Uint8Array;
  /** What the agent said about it. */
  readonly upload: UploadMessage;
}

/** What the capture room needs of the way in and of the store; given by the composition root. */
export interface CaptureStore {
  /**
   * Resolves with the profile's id when the file is durable in the store; the same capture may come again.
   *
   * @throws HearthError with a status below 500 for what will never be taken; anything else may go through later
   */
  land(capture: Capture, file: LandingFile): Promise<string>;
  /** Whether the landed profile can be read. */
  isVisible(capture: Capture): Promise<boolean>;
  /** The file, byte for byte. @throws HearthError `original_expired`, `engine_unavailable` */
  read(capture: Capture): Promise<Uint8Array>;
  /** Whether uploads are refused for want of space. */
  isDiskFull(): boolean;
}
