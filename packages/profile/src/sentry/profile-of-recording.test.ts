import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dumpProfile } from '../dump-profile.ts';
import { totalsOf } from '../totals-of.ts';
import { parseSentryChunk } from './parse-sentry-chunk.ts';
import { parseSentryProfile } from './parse-sentry-profile.ts';
import { profileOfRecording, type RecordingProfile } from './profile-of-recording.ts';

const ID = '34a615d189d54889ac6caa4f40f75196';
const T0_MS = 1795211421439;
const MS = 1_000_000n;

/** Stack 0 is empty; the others are leaf first. */
const STACKS = [[], [1, 0], [2, 0], [3], [4], [5]];
const FRAMES = [
  { function: 'main', abs_path: '/srv/app.js', lineno: 1, colno: 2 },
  { function: 'work', abs_path: '/srv/app.js', lineno: 10 },
  { function: '', abs_path: '/srv/node_modules/x.js', lineno: 20 },
  { function: '(idle)', abs_path: '', in_app: false },
  { function: 'sleep', abs_path: '/srv/app.js', lineno: 30 },
  { function: 'run', module: 'sentry_sdk.worker', abs_path: '/srv/sentry_sdk/worker.py', in_app: false },
];

/** [milliseconds since the start, stack, thread] */
type Tick = readonly [ms: number, stack: number, thread?: string];

function valuesOf(platform: string, ticks: readonly Tick[], threads: Record<string, string> = {}): RecordingProfile {
  const samples = ticks.map(([ms, stack, thread = '0']) => ({
    timestamp: (T0_MS + ms) / 1000,
    stack_id: stack,
    thread_id: thread,
  }));
  const metadata = Object.fromEntries(Object.entries(threads).map(([id, name]) => [id, { name }]));
  const profile = { samples, stacks: STACKS, frames: FRAMES, thread_metadata: metadata };
  const payload = { chunk_id: ID, profiler_id: ID, platform, version: '2', profile };
  const chunk = parseSentryChunk(new TextEncoder().encode(JSON.stringify(payload)));
  if (chunk.state !== 'decoded') throw new Error('not decoded');
  return profileOfRecording(chunk.recording, platform);
}

describe('wall time', () => {
  it('is the distance to the next sample of the thread; the last one lasts a median', () => {
    const { profile, startMs, endMs } = valuesOf('python', [
      [0, 1],
      [5, 1, '1'],
      [10, 2],
      [22, 1],
      [25, 1, '1'],
      [32, 1],
    ]);
    // Thread 0: 10, 12, 10 and a median of 10; thread 1: 20 and a median of 20.
    expect(totalsOf(profile)).toEqual([6n, 82n * MS]);
    expect([startMs, endMs]).toEqual([T0_MS, T0_MS + 45]);
    expect(profile.durationNanos).toBe(45_000_000);
    expect(dumpProfile(profile)).toMatchInlineSnapshot(`
      "type samples/count sum
      type wall/nanoseconds sum
      time 1795211421439000000
      duration 45000000
      frame #1 main /srv/app.js:1:2 app
      frame #2 work /srv/app.js:10 app
      frame #3 <anonymous> /srv/node_modules/x.js:20 app
      sample 3 30000000 main#1;work#2 {"thread id"=0}
      sample 2 40000000 main#1;work#2 {"thread id"=1}
      sample 1 12000000 main#1;<anonymous>#3 {"thread id"=0}
      "
    `);
  });

  it('counts one median over a gap of more than ten medians and 200 ms', () => {
    const gapOf = (ms: number): bigint | undefined =>
      totalsOf(
        valuesOf('python', [
          [0, 1],
          [10, 1],
          [20, 1],
          [20 + ms, 1],
        ]).profile,
      )[1];
    expect(gapOf(200)).toBe(230n * MS);
    expect(gapOf(201)).toBe(40n * MS);
    const slow = (ms: number): bigint | undefined =>
      totalsOf(
        valuesOf('python', [
          [0, 1],
          [100, 1],
          [200, 1],
          [200 + ms, 1],
        ]).profile,
      )[1];
    expect(slow(1000)).toBe(1300n * MS);
    expect(slow(1001)).toBe(400n * MS);
  });

  it('of a v1 profile ends where its transaction ends', () => {
    const payload = {
      event_id: ID,
      version: '1',
      platform: 'python',
      timestamp: '2026-11-20T21:50:21.439Z',
      device: { architecture: 'x86_64' },
      os: { name: 'Linux', version: '6' },
      transaction: { id: ID, name: 'x', trace_id: ID, relative_end_ns: 55_000_000 },
      profile: {
        samples: [10, 20, 30].map((ms) => ({ elapsed_since_start_ns: ms * 1e6, stack_id: 1, thread_id: 1 })),
        stacks: STACKS,
        frames: FRAMES,
      },
    };
    const decoded = parseSentryProfile(new TextEncoder().encode(JSON.stringify(payload)));
    if (decoded.state !== 'decoded') throw new Error('not decoded');
    const { profile, startMs, endMs } = profileOfRecording(decoded.recording, 'python');
    expect(totalsOf(profile)).toEqual([3n, 45n * MS]);
    expect([startMs, endMs]).toEqual([T0_MS, T0_MS + 55]);
  });

  it('adds up to the time of each thread, whatever the samples', () => {
    const ticks = fc.array(fc.tuple(fc.nat(190), fc.integer({ min: 1, max: 4 })), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(ticks, (steps) => {
        let ms = 0;
        const times = steps.map(([step, stack]): Tick => {
          ms += step;
          return [ms, stack];
        });
        const { profile } = valuesOf('node', times);
        const [samples, wall, cpu] = totalsOf(profile);
        const distances = steps
          .slice(1)
          .map(([step]) => step)
          .sort((a, b) => a - b);
        const median = distances[(distances.length - 1) >> 1]!;
        expect(samples).toBe(BigInt(steps.length));
        expect(wall).toBe(BigInt(ms - steps[0]![0] + median) * MS);
        expect(cpu! <= wall!).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('cpu time', () => {
  const ticks: readonly Tick[] = [
    [0, 1],
    [10, 0],
    [20, 3],
    [30, 4],
    [40, 2],
  ];

  it.each(['node', 'javascript'])('of %s is wall time without idle samples', (platform) => {
    expect(totalsOf(valuesOf(platform, ticks).profile)).toEqual([5n, 50n * MS, 30n * MS]);
  });

  it('is not known of others', () => {
    expect(valuesOf('python', ticks).profile.types.map(({ type }) => type)).toEqual(['samples', 'wall']);
  });
});

it('shows anonymous functions, idle samples and where frames come from', () => {
  const { profile } = valuesOf(
    'node',
    [
      [0, 0],
      [10, 2],
      [20, 3],
      [30, 2],
    ],
    { 0: 'main' },
  );
  expect(dumpProfile(profile)).toMatchInlineSnapshot(`
    "type samples/count sum
    type wall/nanoseconds sum
    type cpu/nanoseconds sum
    time 1795211421439000000
    duration 40000000
    frame #1 (idle) "":0 library
    frame #2 main /srv/app.js:1:2 app
    frame #3 <anonymous> /srv/node_modules/x.js:20 library
    sample 1 10000000 0 (idle)#1 {"thread name"=main, "thread id"=0}
    sample 2 20000000 20000000 main#2;<anonymous>#3 {"thread name"=main, "thread id"=0}
    sample 1 10000000 0 (idle)#1 {"thread name"=main, "thread id"=0}
    "
  `);
});

it("leaves out the SDK's own threads and counts them", () => {
  const names = {
    0: 'MainThread',
    1: 'sentry.profiler.ThreadScheduler',
    2: 'sentry-sdk.BackgroundWorker',
    3: 'sentryish',
  };
  const ticks = ['0', '1', '2', '3'].flatMap((thread): Tick[] => [
    [0, 5, thread],
    [10, 5, thread],
  ]);
  const { profile, ownThreadSamples } = valuesOf('python', ticks, names);
  expect(ownThreadSamples).toBe(4);
  expect(totalsOf(profile)[0]).toBe(4n);
});

it("keeps the application's samples of a thread whose id the SDK's own thread was given later", () => {
  const ticks: readonly Tick[] = [
    [0, 1, '2'],
    [10, 2, '2'],
    [20, 5, '2'],
    [30, 0, '2'],
  ];
  const { profile, ownThreadSamples } = valuesOf('python', ticks, { 2: 'sentry-sdk.BackgroundWorker' });
  expect(ownThreadSamples).toBe(2);
  expect(totalsOf(profile)[0]).toBe(2n);
});

it('shows native frames by their symbol, or by their address in their library', () => {
  const frames = [
    { function: 'main', package: '/app/App', instruction_addr: '0x100000010' },
    { symbol: '_work', package: '/app/App', instruction_addr: '0x100000020' },
    { package: '/usr/lib/libc.dylib', instruction_addr: '0x7ff800000030' },
    { instruction_addr: 'nonsense' },
    { function: 'run', module: 'com.example.Main', platform: 'java', filename: 'Main.java' },
  ];
  const samples = [0, 10].map((ms) => ({ timestamp: (T0_MS + ms) / 1000, stack_id: 0, thread_id: '0' }));
  const profile = { samples, stacks: [[4, 3, 2, 1, 0]], frames };
  const payload = { chunk_id: ID, profiler_id: ID, platform: 'rust', version: '2', profile };
  const chunk = parseSentryChunk(new TextEncoder().encode(JSON.stringify(payload)));
  if (chunk.state !== 'decoded') throw new Error('not decoded');
  expect(dumpProfile(profileOfRecording(chunk.recording, 'rust').profile)).toMatchInlineSnapshot(`
    "type samples/count sum
    type wall/nanoseconds sum
    time 1795211421439000000
    duration 20000000
    mapping /app/App 0x0-0x0 +0x0 build ""
    mapping /usr/lib/libc.dylib 0x0-0x0 +0x0 build ""
    frame #1 main "":0 @0x100000010 in /app/App app
    frame #2 _work "":0 @0x100000020 in /app/App app
    frame #3 0x7ff800000030 @0x7ff800000030 in /usr/lib/libc.dylib app
    frame #4 <anonymous> "":0 app
    frame #5 com.example.Main.run Main.java:0 app
    sample 2 20000000 main#1;_work#2;0x7ff800000030#3;<anonymous>#4;com.example.Main.run#5 {"thread id"=0}
    "
  `);
});
