import { expect, it } from 'vitest';
import type { CaptureState } from '../catalog/captures/capture.ts';
import { DEFAULT_CAPTURE_LIMITS as limits } from './capture-limits.ts';
import { deadlineOf } from './deadline.ts';

const capture = (state: CaptureState) => ({
  state,
  stateMs: 1_000,
  expectedMs: 31_000,
  ordinal: 3,
  spooledMs: undefined,
});
const here = { isConnected: true, lastSeenMs: 2_000 };
const away = { isConnected: false, lastSeenMs: 2_000 };

it.each<[CaptureState, number, number]>([
  ['requested', 1_000 + limits.acceptMs, 2_000 + limits.awayMs],
  ['accepted', 1_000 + limits.attachMs, 31_000 + limits.awayMs],
  ['recording', 31_000 + limits.overdueMs, 31_000 + limits.awayMs],
  ['writing', 1_000 + limits.writeMs, 2_000 + limits.awayMs],
  ['uploading', 1_000 + limits.uploadMs, 2_000 + limits.awayMs],
])('waits in state %s as long as it takes, and otherwise while the agent is away', (state, present, absent) => {
  expect(deadlineOf(capture(state), here, limits)).toMatchObject({ atMs: present, code: 'timed_out' });
  expect(deadlineOf(capture(state), away, limits)).toMatchObject({ atMs: absent, code: 'agent_away' });
});

it('waits on while pieces of the file come', () => {
  const sight = { ...here, lastPieceMs: 400_000 };
  expect(deadlineOf(capture('uploading'), sight, limits)?.atMs).toBe(400_000 + limits.uploadMs);
});

it.each<CaptureState>(['done', 'failed', 'cancelled', 'lost'])('waits for nothing when it is %s', (state) => {
  expect(deadlineOf(capture(state), away, limits)).toBeUndefined();
});

it('does not wait for the agent when the file is here', () => {
  expect(deadlineOf({ ...capture('uploading'), spooledMs: 5 }, away, limits)).toBeUndefined();
});
