import { describe, expect, it } from 'vitest';
import { dumpProfile } from '../dump-profile.ts';
import { totalsOf } from '../totals-of.ts';
import { profileOfFirefox } from './profile-of-firefox.ts';
import { readFirefoxProfile } from './read-firefox-profile.ts';
import { type PlainProfile, plainBytes } from './testing/plain-profile.ts';

const profileOf = (change: (profile: PlainProfile) => void = () => {}) =>
  profileOfFirefox(readFirefoxProfile(plainBytes(change)));

/** Totals by type, of one thread. */
function totals(change: (profile: PlainProfile) => void): Record<string, bigint> {
  const { profile } = profileOf(change);
  const sums = totalsOf(profile);
  return Object.fromEntries(profile.types.map(({ type, unit }, at) => [`${type}/${unit}`, sums[at]!]));
}

it('shows a thread with its function, file, line, module and labels', () => {
  expect(dumpProfile(profileOf().profile)).toMatchInlineSnapshot(`
    "type samples/count sum
    type cpu/nanoseconds sum
    period cpu/nanoseconds 10000000
    time 1795000000000000000
    duration 30000000
    mapping /srv/app 0x0-0x0 +0x0 build ab12
    frame #1 main /srv/app.c:3 in /srv/app
    frame #2 work /srv/app.c:9 from 7 in /srv/app
    sample 2 20000000 main#1;work#2 {"thread name"=main, "thread id"=8, "process name"=orders, "process id"=7}
    sample 1 10000000 - {"thread name"=main, "thread id"=8, "process name"=orders, "process id"=7}
    "
  `);
});

describe('values', () => {
  const samples = (columns: Record<string, unknown>) => (profile: PlainProfile) => {
    Object.assign(profile.threads[0]!.samples, columns);
  };

  it.each<[string, (profile: PlainProfile) => void, Record<string, bigint>]>([
    ['an interval each, where nothing else is said', () => {}, { 'samples/count': 3n, 'cpu/nanoseconds': 30_000_000n }],
    ['weights', samples({ weight: [2, 3, 0] }), { 'samples/count': 5n, 'cpu/nanoseconds': 50_000_000n }],
    [
      'the CPU time in µs',
      samples({ threadCPUDelta: [100, null, 7] }),
      { 'samples/count': 3n, 'cpu/nanoseconds': 107_000n },
    ],
    [
      'the CPU time in ns',
      (profile) => {
        samples({ threadCPUDelta: [100, -5, 7] })(profile);
        profile.meta['sampleUnits'] = { time: 'ms', threadCPUDelta: 'ns' };
      },
      { 'samples/count': 3n, 'cpu/nanoseconds': 107n },
    ],
    [
      'an interval each, where cycles have no length',
      (profile) => {
        samples({ threadCPUDelta: [100, 200, 7] })(profile);
        profile.meta['sampleUnits'] = { threadCPUDelta: 'variable CPU cycles' };
      },
      { 'samples/count': 3n, 'cpu/nanoseconds': 30_000_000n },
    ],
    [
      'wall time, where a browser does not say the CPU time',
      ({ meta }) => (meta['appBuildID'] = '20261001'),
      { 'samples/count': 3n, 'wall/nanoseconds': 30_000_000n },
    ],
    [
      'stretches of a trace',
      samples({ weightType: 'tracing-ms', weight: [0.5, 1, 0] }),
      { 'samples/count': 3n, 'wall/nanoseconds': 1_500_000n },
    ],
    [
      'allocations',
      samples({ weightType: 'bytes', weight: [100, 24, 0] }),
      { 'samples/count': 3n, 'alloc_space/bytes': 124n },
    ],
    ['counts alone, without an interval', ({ meta }) => delete meta['interval'], { 'samples/count': 3n }],
  ])('are %s', (_, change, expected) => {
    expect(totals((profile) => void change(profile))).toEqual(expected);
  });

  it('of threads that measure different things stand in columns of their own', () => {
    const change = ({ threads }: PlainProfile): void => {
      const samples = { length: 1, stack: [0], time: [5000], weightType: 'bytes', weight: [64] };
      threads.push({ ...threads[0]!, tid: 9, samples });
    };
    expect(totals(change)).toEqual({ 'samples/count': 4n, 'cpu/nanoseconds': 30_000_000n, 'alloc_space/bytes': 64n });
  });
});

describe('frames', () => {
  const named = (name: string, change: (profile: PlainProfile) => void = () => {}): string => {
    const dump = dumpProfile(
      profileOf((profile) => {
        profile.shared.stringArray[1] = name;
        change(profile);
      }).profile,
    );
    return dump.split('\n').find((line) => line.startsWith('frame #2'))!;
  };

  it('without a symbol are offsets in their module', () => {
    expect(named('0x28')).toBe('frame #2 0x28 @0x28 in /srv/app');
    expect(named('0x28', ({ shared }) => (shared.frameTable['address'] = [16, 0x1_2345_6789]))).toBe(
      'frame #2 0x123456789 @0x123456789 in /srv/app',
    );
  });

  it('without a module are not known by their address, which is another one in each run', () => {
    const noModule = ({ shared }: PlainProfile): void => {
      shared.funcTable['resource'] = [0, -1];
      shared.frameTable['nativeSymbol'] = [null, null];
    };
    expect(named('0x7f0012345678', noModule)).toBe('frame #2 "[unknown]" /srv/app.c:9 from 7');
  });

  it('of anonymous memory, as JIT compilers have it, are not known either', () => {
    const anonymous = ({ libs, shared }: PlainProfile): void => {
      libs.push({ name: '', path: '', debugName: '', debugPath: '' });
      shared.resourceTable['lib'] = [1];
      shared.nativeSymbols['libIndex'] = [1];
    };
    expect(named('0x28', anonymous)).toBe('frame #2 "[unknown]" /srv/app.c:9 from 7');
  });

  it('take the name of their symbol when the function has none', () => {
    const symbol = ({ shared }: PlainProfile): void => {
      shared.stringArray.push('from_symbol');
      shared.nativeSymbols['name'] = [4];
    };
    expect(named('0x28', symbol)).toBe('frame #2 from_symbol /srv/app.c:9 from 7 in /srv/app');
  });

  it('are inlined where their depth says so', () => {
    expect(named('work', ({ shared }) => (shared.frameTable['inlineDepth'] = [0, 1]))).toBe(
      'frame #2 work /srv/app.c:9 from 7 in /srv/app inlined',
    );
  });
});

describe('time', () => {
  it('is that of a browser where it counts from its own start', () => {
    const { startMs, endMs } = profileOf(({ meta }) => (meta['profilingStartTime'] = 4000));
    expect([startMs, endMs]).toEqual([1_795_000_005_000, 1_795_000_005_030]);
  });

  it('begins with the recording otherwise', () => {
    const { startMs, endMs, durationMs } = profileOf();
    expect([startMs, endMs, durationMs]).toEqual([1_795_000_000_000, 1_795_000_000_030, 30]);
  });

  it('is read from differences', () => {
    const { samples } = readFirefoxProfile(
      plainBytes(({ threads }) => {
        threads[0]!.samples = { length: 3, stack: [0, 0, 0], timeDeltas: [5, 1, 2.5] };
      }),
    ).threads[0]!;
    expect([...samples.timeMs]).toEqual([5, 6, 8.5]);
  });

  it('is unknown where the file does not say it', () => {
    const { startMs, endMs, profile } = profileOf(({ meta }) => delete meta['startTime']);
    expect([startMs, endMs, profile.timeNanos]).toEqual([undefined, undefined, { lo: 0, hi: 0 }]);
  });

  it('of a recording without samples lasts nothing', () => {
    const { startMs, endMs, durationMs, profile } = profileOf((each) => (each.threads = []));
    expect([startMs, endMs, durationMs]).toEqual([1_795_000_000_000, 1_795_000_000_000, 0]);
    expect(profile.samples.length).toBe(0);
  });
});

it('finds members in any order', () => {
  const { meta, libs, shared, threads } = JSON.parse(new TextDecoder().decode(plainBytes())) as PlainProfile;
  const turned = new TextEncoder().encode(JSON.stringify({ threads, shared, libs, pages: [{ a: [] }], meta }));
  expect(dumpProfile(profileOfFirefox(readFirefoxProfile(turned)).profile)).toBe(dumpProfile(profileOf().profile));
});
