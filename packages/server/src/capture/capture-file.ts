/** The file of a capture, byte for byte as its recorder's agent made it: gzip of Firefox Profiler's processed format. */
export interface CaptureFile {
  readonly bytes: Uint8Array;
  /** Unix milliseconds: when the recording began. */
  readonly startMs: number;
}
