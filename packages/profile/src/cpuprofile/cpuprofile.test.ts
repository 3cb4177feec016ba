import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dumpProfile } from '../dump-profile.ts';
import { DEFAULT_IMPORT_LIMITS } from '../formats/import-limits.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import { damaged, withOtherValues } from '../testing/damage.ts';
import { readFileFixture } from '../testing/read-file-fixture.ts';
import { selfShareOf } from '../testing/share-of.ts';
import { totalsOf } from '../totals-of.ts';
import { readCpuprofile } from './read-cpuprofile.ts';
import { sampleNanos } from './sample-nanos.ts';

const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const node = (id: number, functionName: string, more: object = {}): object => ({
  id,
  callFrame: { functionName, scriptId: '1', url: '', lineNumber: -1, columnNumber: -1 },
  ...more,
});
const small = {
  nodes: [
    node(1, '(root)', { children: [2, 3] }),
    node(2, '(idle)'),
    {
      id: 3,
      callFrame: { functionName: '', scriptId: '8', url: 'file:///srv/app.js', lineNumber: 0, columnNumber: 0 },
      children: [4],
    },
    {
      id: 4,
      callFrame: { functionName: 'hash', scriptId: '8', url: 'node:crypto', lineNumber: 11, columnNumber: 4 },
      hitCount: 2,
    },
  ],
  startTime: 1000,
  endTime: 1110,
  samples: [3, 4, 2, 4],
  timeDeltas: [10, 20, 30, 40],
};
const read = (change: object = {}, limits: object = {}) =>
  readCpuprofile(bytesOf({ ...small, ...change }), { ...DEFAULT_IMPORT_LIMITS, ...limits });

it('reads what Node wrote: every sample, the time from the first to the end, and the hot functions', () => {
  const profile = readCpuprofile(readFileFixture('node.cpuprofile'));
  const [samples, cpu, wall] = totalsOf(profile);
  expect(samples).toBe(3287n);
  expect(profile.durationNanos).toBe(4_090_078_000);
  // All that passed, without what passed before the first sample.
  const { timeDeltas } = JSON.parse(new TextDecoder().decode(readFileFixture('node.cpuprofile'))) as {
    timeDeltas: number[];
  };
  expect(wall).toBe(4_090_078_000n - BigInt(timeDeltas[0]! * 1000));
  expect(selfShareOf(profile, 'hashOrders', 0)).toBeCloseTo(0.364, 3);
  expect(selfShareOf(profile, '(idle)', 0)).toBeCloseTo(0.323, 3);
  expect(selfShareOf(profile, 'renderInvoice', 0)).toBeCloseTo(0.183, 3);
  expect(Number(cpu) / Number(wall)).toBeCloseTo(1 - selfShareOf(profile, '(idle)', 2), 6);
  expect(selfShareOf(profile, '(idle)', 1)).toBe(0);
});

it('makes stacks below the root, lines from 1, and CPU time of what is not idle', () => {
  expect(dumpProfile(read())).toBe(`type samples/count sum
type cpu/nanoseconds sum
type wall/nanoseconds sum
time 0
duration 110000
frame #1 (idle) "":0
frame #2 (anonymous) /srv/app.js:0:1 from 1
frame #3 hash node:crypto:0:5 from 12
sample 1 0 40000 (idle)#1
sample 1 20000 20000 (anonymous)#2
sample 2 40000 40000 (anonymous)#2;hash#3
`);
});

it('takes the tree from callers as well', () => {
  const nodes = [
    node(1, '(root)'),
    node(3, 'main', { parent: 1 }),
    node(2, '(idle)', { parent: 1 }),
    node(4, 'hash', { parent: 3 }),
  ];
  expect(dumpProfile(read({ nodes }))).toContain('sample 2 40000 40000 main#1;hash#3');
});

it('has the time of the day only where it can be one', () => {
  expect(read().timeNanos).toEqual({ lo: 0, hi: 0 });
  const startTime = 1_795_273_264_295_000;
  const { timeNanos } = read({ startTime, endTime: startTime + 100 });
  expect(BigInt(timeNanos.hi) * 2n ** 32n + BigInt(timeNanos.lo >>> 0)).toBe(BigInt(startTime) * 1000n);
});

describe('time', () => {
  it.each<[string, number[], number, number, number[]]>([
    ['lasts until the next sample, and until the end', [5, 1, 1], 0, 10, [1000, 1000, 3000]],
    ['is put in order', [5, 4, -2, 5], 0, 12, [2000, 3000, 2000, 0]],
    ['is none after the end', [5, 10], 0, 10, [10_000, 0]],
    ['is nobody’s without samples', [], 0, 10, []],
  ])('%s', (_, deltas, start, end, expected) => {
    expect([...sampleNanos(Float64Array.from(deltas), start, end)]).toEqual(expected);
  });

  it('adds up to what passed between the first sample and the end', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 2000 }), { minLength: 1, maxLength: 50 }), (deltas) => {
        let now = 0;
        const moments = deltas.map((delta) => (now += delta));
        const end = Math.max(...moments) + 7;
        const sum = sampleNanos(Float64Array.from(deltas), 0, end).reduce((total, nanos) => total + nanos, 0);
        expect(sum).toBe((end - Math.min(...moments)) * 1000);
      }),
    );
  });
});

it.each<[string, object, string]>([
  ['no samples', { samples: undefined }, 'missing_column'],
  ['no time deltas', { timeDeltas: undefined }, 'missing_column'],
  ['nodes that are none', { nodes: [1] }, 'bad_json'],
  ['a node without an id', { nodes: [{ callFrame: {} }] }, 'missing_column'],
  ['two nodes with an id', { nodes: [node(1, 'a'), node(1, 'b')] }, 'duplicate_id'],
  ['a child that does not exist', { nodes: [node(1, 'a', { children: [9] })] }, 'unknown_id'],
  [
    'a child of two',
    { nodes: [node(1, 'a', { children: [3] }), node(2, 'b', { children: [3] }), node(3, 'c')] },
    'duplicate_id',
  ],
  ['a sample of no node', { samples: [3, 4, 2, 99] }, 'unknown_id'],
  ['fewer deltas than samples', { timeDeltas: [1] }, 'value_count_mismatch'],
  ['a delta beyond all clocks', { timeDeltas: [1, 1, 1, 1e300] }, 'value_out_of_range'],
  [
    'nodes in a circle',
    { nodes: [node(2, 'a', { children: [3] }), node(3, 'b', { children: [4] }), node(4, 'c', { children: [2] })] },
    'too_deep',
  ],
])('%s is refused', (_, change, code) => {
  expect(() => read(change)).toThrow(expect.objectContaining({ name: 'ProfileFormatError', code }));
});

it('has limits', () => {
  expect(() => read({}, { frames: 3 })).toThrow(expect.objectContaining({ code: 'too_many_frames' }));
  expect(() => read({}, { samples: 3 })).toThrow(expect.objectContaining({ code: 'too_many_samples' }));
  expect(() => read({}, { stacks: 2 })).toThrow(expect.objectContaining({ code: 'too_many_stacks' }));
  expect(() => read({}, { depth: 1 })).toThrow(expect.objectContaining({ code: 'too_deep' }));
  expect(() => read({}, { totalStringBytes: 20 })).toThrow(expect.objectContaining({ code: 'strings_too_big' }));
  expect(() => read({}, { frames: 4, samples: 4, stacks: 3, depth: 2 })).not.toThrow();
});

it('takes or refuses damaged files', () => {
  const file = bytesOf(small);
  const text = new TextDecoder().decode(file);
  const bytes = fc.oneof(
    damaged(file),
    withOtherValues(text).map((changed) => new TextEncoder().encode(changed)),
  );
  fc.assert(
    fc.property(bytes, (content) => {
      try {
        readCpuprofile(content);
      } catch (error) {
        if (!(error instanceof ProfileFormatError)) throw error;
      }
    }),
    { numRuns: 500 },
  );
});
