import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sharedNow } from './now.ts';

describe('now', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is one moment for all who ask within five seconds, whatever the clock shows', () => {
    const first = Date.UTC(2026, 10, 21, 12, 0, 4, 900);
    vi.setSystemTime(first);
    expect(sharedNow()).toBe(first);
    vi.setSystemTime(first + 4_999);
    expect(sharedNow()).toBe(first);
    vi.setSystemTime(first + 5_000);
    expect(sharedNow()).toBe(first + 5_000);
  });

  it('follows a clock that is set back', () => {
    const moment = Date.UTC(2026, 10, 21, 13);
    vi.setSystemTime(moment);
    sharedNow();
    vi.setSystemTime(moment - 60_000);
    expect(sharedNow()).toBe(moment - 60_000);
  });
});
