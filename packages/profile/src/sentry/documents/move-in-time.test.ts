import { expect, it } from 'vitest';
import { moveChunk, moveProfile } from './move-in-time.ts';
import { handMadeChunk, handMadeProfile, handMadeRecording } from './testing/hand-made.ts';

const startMs = Date.UTC(2026, 10, 21, 12) + 0.5;
const hour = 3_600_000;

it('moves everything of a chunk that has a time', () => {
  const recording = handMadeRecording({ startMs, samples: [[10, '1', 'a']] });
  const at = startMs / 1000;
  const series = { name: 'cpu', unit: 'percent', times: Float64Array.of(at), values: Float64Array.of(1) };
  const moved = moveChunk({ ...handMadeChunk(1, recording), measurements: [series] }, hour);
  expect(moved.recording.startMs).toBe(startMs + hour);
  expect(moved.recording.samples.timeSeconds?.[0]).toBeCloseTo(at + 3600.01, 6);
  expect(moved.recording.samples.elapsedNanos).toEqual(recording.samples.elapsedNanos);
  expect(moved.measurements[0]?.times[0]).toBeCloseTo(at + 3600, 6);
});

it('moves the start of a profile', () => {
  const recording = handMadeRecording({ startMs, samples: [[10, '1', 'a']], timesAsSent: false });
  const moved = moveProfile(handMadeProfile(recording), -hour);
  expect(moved.timestamp).toBe('2026-11-21T11:00:00.0005Z');
  expect(moved.recording.samples.timeSeconds).toBeUndefined();
});
