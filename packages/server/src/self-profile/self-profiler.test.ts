import { beforeEach, expect, it } from 'vitest';
import type { CpuRecorder } from './cpu-recorder.ts';
import { type RecordedWindow, SelfProfiler, type SelfProfilerOptions, type WindowOutcome } from './self-profiler.ts';

/** A clock that a test moves: a sleep ends when the test lets it. */
class TestClock {
  nowMs = 1_000_003;
  readonly #sleepers: { readonly ms: number; readonly wake: () => void }[] = [];

  readonly now = (): number => this.nowMs;

  readonly sleep = async (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      this.#sleepers.push({ ms: this.nowMs + ms, wake: resolve });
      signal.addEventListener('abort', () => resolve());
      if (signal.aborted) resolve();
    });

  /** Lets the sleep that is under way end, `late` milliseconds after its time. */
  async next(late = 0): Promise<void> {
    await settled();
    const [sleeper] = this.#sleepers.splice(0);
    if (sleeper === undefined) throw new Error('nobody sleeps');
    this.nowMs = sleeper.ms + late;
    sleeper.wake();
    await settled();
  }

  get isAwaited(): boolean {
    return this.#sleepers.length > 0;
  }
}

const settled = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let clock: TestClock;
let calls: string[];
let outcomes: WindowOutcome[];
let errors: unknown[];
let windows: RecordedWindow[];

beforeEach(() => {
  clock = new TestClock();
  [calls, outcomes, errors, windows] = [[], [], [], []];
});

const recorder: CpuRecorder = {
  start: async () => {
    calls.push('start');
  },
  next: async () => {
    calls.push('next');
    return `recording ${calls.filter((call) => call === 'next').length}`;
  },
  pause: () => {
    calls.push('pause');
  },
  close: () => {
    calls.push('close');
  },
};

function begin(options: Partial<SelfProfilerOptions> = {}): SelfProfiler {
  const profiler = new SelfProfiler({
    openRecorder: async () => recorder,
    send: async (window) => {
      windows.push(window);
    },
    mustPause: () => false,
    onWindow: (outcome, error) => {
      outcomes.push(outcome);
      if (error !== undefined) errors.push(error);
    },
    now: clock.now,
    sleep: clock.sleep,
    ...options,
  });
  profiler.start();
  return profiler;
}

it('sends a first window of five seconds, then one for each ten seconds of the clock', async () => {
  const profiler = begin();
  await clock.next();
  await clock.next();
  await clock.next(4);
  await clock.next();
  expect(windows).toEqual([
    { startMs: 1_000_003, endMs: 1_005_003, text: 'recording 1' },
    { startMs: 1_005_003, endMs: 1_020_000, text: 'recording 2' },
    { startMs: 1_020_000, endMs: 1_030_004, text: 'recording 3' },
    { startMs: 1_030_004, endMs: 1_040_000, text: 'recording 4' },
  ]);
  expect(outcomes).toEqual(['stored', 'stored', 'stored', 'stored']);
  await profiler.close();
});

it('records nothing while the server has other cares, and begins again after them', async () => {
  let isBusy = true;
  const profiler = begin({ mustPause: () => isBusy });
  await clock.next();
  expect([calls, outcomes]).toEqual([[], ['paused', 'paused']]);
  isBusy = false;
  await clock.next();
  isBusy = true;
  await clock.next();
  expect([calls, outcomes, windows]).toEqual([
    ['start', 'next', 'pause'],
    ['paused', 'paused', 'paused', 'paused'],
    [],
  ]);
  isBusy = false;
  await clock.next();
  await clock.next();
  expect(outcomes.at(-1)).toBe('stored');
  await profiler.close();
});

it('says of several failures in a row the first, and counts each', async () => {
  let isBroken = true;
  const profiler = begin({
    send: async () => {
      if (isBroken) throw new Error('no room');
    },
  });
  for (let window = 0; window < 3; window++) await clock.next();
  isBroken = false;
  await clock.next();
  isBroken = true;
  await clock.next();
  expect(outcomes).toEqual(['failed', 'failed', 'failed', 'stored', 'failed']);
  expect(errors).toEqual([new Error('no room'), new Error('no room')]);
  await profiler.close();
});

it('tries again at the next cut when the inspector fails', async () => {
  let isBroken = true;
  const profiler = begin({
    openRecorder: async () => ({
      ...recorder,
      start: async () => {
        if (isBroken) throw new Error('no profiler');
      },
    }),
  });
  await clock.next();
  isBroken = false;
  await clock.next();
  await clock.next();
  expect(outcomes).toEqual(['failed', 'failed', 'stored']);
  await profiler.close();
});

it('goes without profiles where there is no inspector', async () => {
  const profiler = begin({
    openRecorder: async () => {
      throw new Error('no inspector');
    },
  });
  await settled();
  expect([outcomes, clock.isAwaited]).toEqual([['failed'], false]);
  await profiler.close();
});

it('drops a window of a machine that slept, and one of a clock that was set back', async () => {
  const profiler = begin();
  await clock.next(3_600_000);
  await clock.next(-60_000);
  expect([outcomes, windows]).toEqual([['failed', 'failed'], []]);
  await profiler.close();
});

it('drops a window while the one before is still on its way', async () => {
  let arrive: () => void = () => undefined;
  const profiler = begin({
    send: async () =>
      new Promise<void>((resolve) => {
        arrive = resolve;
      }),
  });
  await clock.next();
  await clock.next();
  expect(outcomes).toEqual(['failed']);
  arrive();
  await clock.next();
  expect(outcomes).toEqual(['failed', 'stored']);
  arrive();
  await settled();
  expect(outcomes).toEqual(['failed', 'stored', 'stored']);
  await profiler.close();
});

it('closes without the window that is being recorded, and after the one on its way', async () => {
  let arrive: () => void = () => undefined;
  const profiler = begin({
    send: async () =>
      new Promise<void>((resolve) => {
        arrive = resolve;
      }),
  });
  await clock.next();
  let isClosed = false;
  const closed = profiler.close().then(() => {
    isClosed = true;
  });
  await settled();
  expect([calls, isClosed]).toEqual([['start', 'next', 'close'], false]);
  arrive();
  await closed;
  expect(outcomes).toEqual(['stored']);
});
