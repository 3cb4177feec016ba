import type { CaptureOrder } from '@hearth/agent/protocol';
import type { Capture } from '../catalog/captures/capture.ts';

/** All that an agent is ever told about a capture. */
export const orderOf = ({ id, durationSeconds, rateHz }: Capture): CaptureOrder => ({
  type: 'capture',
  captureId: id,
  durationSecs: durationSeconds,
  rateHz,
});
