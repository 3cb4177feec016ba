import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dumpProfile } from '../dump-profile.ts';
import { DEFAULT_IMPORT_LIMITS } from '../formats/import-limits.ts';
import type { StackIndex } from '../profile.ts';
import { ProfileBuilder } from '../profile-builder.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import { profileFromText } from '../testing/profile-from-text.ts';
import { readFileFixture } from '../testing/read-file-fixture.ts';
import { selfShareOf } from '../testing/share-of.ts';
import { totalsOf } from '../totals-of.ts';
import { readCollapsed } from './read-collapsed.ts';
import { writeCollapsed } from './write-collapsed.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string) => readCollapsed(bytesOf(text));

describe('files of tools', () => {
  it.each([
    ['perf-inferno.collapsed.txt', 2_542_713_250n, 'hash_orders', 0.587],
    ['py-spy.collapsed.txt', 491n, 'hash_orders', 0.57],
    ['py-spy-threads.collapsed.txt', 522n, 'hash_orders', 0.508],
  ] as const)('%s has its total and its hot function', (name, total, hot, share) => {
    const profile = readCollapsed(readFileFixture(name));
    expect(totalsOf(profile)).toEqual([total]);
    expect(selfShareOf(profile, hot, 0)).toBeCloseTo(share, 2);
  });
});

it('reads stacks, lines of the source, and threads', () => {
  const profile = read(
    'main;load (<frozen importlib._bootstrap>:12);operator()(int) (anonymous) 3\r\n\n' +
      'thread (9): Main Thread;main 4\nmain;with space 7 5',
  );
  expect(dumpProfile(profile)).toBe(`type samples/count sum
time 0
duration 0
frame #1 main "":0
frame #2 load "<frozen importlib._bootstrap>":12
frame #3 "operator()(int) (anonymous)" "":0
frame #4 "with space 7" "":0
sample 3 main#1;load#2;"operator()(int) (anonymous)"#3
sample 4 main#1 {"thread id"=9, "thread name"="Main Thread"}
sample 5 main#1;"with space 7"#4
`);
});

it.each<[string, Uint8Array, string]>([
  ['no value', bytesOf('a;b 1\nmain;handle\n'), 'bad_line'],
  ['decimals', bytesOf('a;b 1.5\n'), 'bad_line'],
  ['a value below 0', bytesOf('a;b -1\n'), 'bad_line'],
  ['a value alone', bytesOf(' 12\n'), 'bad_line'],
  ['a value beyond 2^53', bytesOf('a 99999999999999999999\n'), 'value_out_of_range'],
  ['bytes that are no text', Uint8Array.of(0x61, 0xff, 0x20, 0x31), 'invalid_utf8'],
  ['a stack that is too deep', bytesOf(`${'f;'.repeat(5000)}f 1`), 'too_deep'],
  ['a line that is too long', bytesOf(`${'f'.repeat(1_100_000)} 1`), 'string_too_long'],
])('%s is refused', (_, bytes, code) => {
  expect(() => readCollapsed(bytes)).toThrow(expect.objectContaining({ name: 'ProfileFormatError', code }));
});

it('has limits of samples and of nodes', () => {
  const withLimits = (limits: object) => () =>
    readCollapsed(bytesOf('a;b 1\na;c 2\n'), { ...DEFAULT_IMPORT_LIMITS, ...limits });
  expect(withLimits({ samples: 1 })).toThrow(expect.objectContaining({ code: 'too_many_samples' }));
  expect(withLimits({ stacks: 2 })).toThrow(expect.objectContaining({ code: 'too_many_stacks' }));
  expect(withLimits({ samples: 2, stacks: 3 })).not.toThrow();
});

it('takes or refuses whatever bytes there are', () => {
  const line = fc.string({
    unit: fc.constantFrom('a', ';', ' ', '(', ')', ':', '1', '\n', '\t', '\u2028', '€'),
    maxLength: 40,
  });
  fc.assert(
    fc.property(fc.oneof(line.map(bytesOf), fc.uint8Array({ maxLength: 40 })), (bytes) => {
      try {
        readCollapsed(bytes);
      } catch (error) {
        if (!(error instanceof ProfileFormatError)) throw error;
      }
    }),
  );
});

describe('writing', () => {
  it('merges lines of a function, and keeps samples without a stack', () => {
    const profile = profileFromText(
      ['samples/count', 'cpu/nanoseconds'],
      'main;hash (a.c:1) 1 10\nmain;hash (a.c:2) 2 20\nmain 0 5\n- 1 7',
    );
    expect(writeCollapsed(profile, 1)).toBe('main 5\nmain;hash 30\n[no stack] 7\n');
    expect(writeCollapsed(profile, 0)).toBe('main;hash 3\n[no stack] 1\n');
  });

  it('is what it was when it is read and written again', () => {
    const text = writeCollapsed(readCollapsed(readFileFixture('perf-inferno.collapsed.txt')), 0);
    expect(writeCollapsed(read(text), 0)).toBe(text);
    expect(totalsOf(read(text))).toEqual([2_542_713_250n]);
  });

  it('lets no name end a frame, a line or a terminal', () => {
    const profile = readCollapsed(bytesOf('a\u001b[31m;b\u2028c 1'));
    const text = writeCollapsed(
      { ...profile, strings: profile.strings.map((name) => name.replace('b', 'b;\n2 3\n')) },
      0,
    );
    expect(text).toBe('a [31m;b: 2 3  c 1\n');
  });

  it('refuses a small profile that would make a file without end', () => {
    const builder = new ProfileBuilder([{ type: 'samples', unit: 'count', aggregation: 'sum' }]);
    const frame = builder.frame({ func: builder.func({ name: 'f'.repeat(100) }) });
    let stack: StackIndex | -1 = -1;
    for (let depth = 0; depth < 4096; depth++) {
      stack = builder.stack(stack, frame);
      builder.sample(stack, [1]);
    }
    expect(() => writeCollapsed(builder.finish(), 0)).toThrow(expect.objectContaining({ code: 'not_writable' }));
  });

  it('refuses values below 0 and sums beyond 2^53', () => {
    const write = (text: string) => () => writeCollapsed(profileFromText(['a/b'], text), 0);
    expect(write('main -1')).toThrow(expect.objectContaining({ code: 'not_writable' }));
    expect(write('main 9007199254740000\nmain 9007199254740000')).toThrow(
      expect.objectContaining({ code: 'sum_out_of_range' }),
    );
  });
});
