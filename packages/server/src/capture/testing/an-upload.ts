import { createHash } from 'node:crypto';
import type { UploadMessage } from '@hearth/agent/protocol';

/** What an agent says about a file. */
export function anUpload(captureId: string, bytes: Uint8Array, change: Partial<UploadMessage> = {}): UploadMessage {
  return {
    type: 'upload',
    captureId,
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    format: 'firefox-processed',
    inflatedBytes: bytes.length * 10,
    symbolicated: true,
    oversize: false,
    recorder: 'samply',
    recorderVersion: '0.13.1',
    rateHz: 1_000,
    startedAtMs: Date.UTC(2026, 10, 21, 12),
    endedAtMs: Date.UTC(2026, 10, 21, 12, 0, 30),
    pid: 7,
    commandLine: './etl',
    warnings: [],
    ...change,
  };
}
