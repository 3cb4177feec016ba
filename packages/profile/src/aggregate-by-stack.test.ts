import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aggregateByStack } from './aggregate-by-stack.ts';
import { exactSum } from './exact-sum.ts';
import { decodePprof } from './pprof/decode-pprof.ts';
import type { Profile } from './profile.ts';
import { splitKinds } from './split-kinds.ts';
import { profileFromText } from './testing/profile-from-text.ts';
import { FIXTURE_NAMES, readFixture } from './testing/read-fixture.ts';
import { totalsOf } from './totals-of.ts';

const TYPES = ['samples/count', 'cpu/nanoseconds'];

/** Rows as text: the leaf's name, the group, the values. */
function rowsOf(profile: Profile, groups?: Uint32Array): readonly string[] {
  const rows = aggregateByStack(profile, splitKinds(profile)[0]!, groups);
  return Array.from(rows.stack, (stack, row) => {
    const { frames, functions, stacks, strings } = profile;
    const name = stack < 0 ? '-' : strings[functions.name[frames.func[stacks.frame[stack]!]!]!]!;
    return [name, rows.group[row], ...rows.values.map((column) => column[row])].join(' ');
  });
}

describe('aggregateByStack', () => {
  test('adds samples of one stack, in the order of the first', () => {
    const profile = profileFromText(TYPES, 'main;a 1 10\nmain;b 2 20\nmain;a 3 30\n- 1 1\nmain 0 5');
    expect(rowsOf(profile)).toEqual(['a 0 4 40', 'b 0 2 20', '- 0 1 1', 'main 0 0 5']);
  });

  test('keeps groups apart', () => {
    const profile = profileFromText(TYPES, 'main;a 1 10\nmain;a 2 20\nmain;a 3 30');
    expect(rowsOf(profile, Uint32Array.of(1, 0, 1))).toEqual(['a 1 4 40', 'a 0 2 20']);
  });

  test('leaves out what is zero in every column, also when it cancels out', () => {
    const profile = profileFromText(TYPES, 'main;a 0 0\nmain;b -1 -5\nmain;b 1 5\nmain;c 0 1\nmain;d 1 0');
    expect(rowsOf(profile)).toEqual(['c 0 0 1', 'd 0 1 0']);
  });

  test.each(FIXTURE_NAMES)('%s: rows add up to the totals of the profile', (name) => {
    const profile = decodePprof(readFixture(name));
    const totals = totalsOf(profile);
    for (const kind of splitKinds(profile)) {
      const rows = aggregateByStack(profile, kind);
      expect(rows.values.map(exactSum)).toEqual(kind.columns.map(({ column }) => totals[column]));
    }
  });

  test('a sum up to 2^53 - 1 is exact, beyond it is refused', () => {
    const most = Number.MAX_SAFE_INTEGER;
    expect(rowsOf(profileFromText(['a/b'], `main ${most - 1}\nmain 1`))).toEqual([`main 0 ${most}`]);
    expect(() => rowsOf(profileFromText(['a/b'], `main ${most}\nmain 1`))).toThrow(
      expect.objectContaining({ code: 'sum_out_of_range' }),
    );
    expect(() => rowsOf(profileFromText(['a/b'], `main -${most}\nmain -1`))).toThrow(
      expect.objectContaining({ code: 'sum_out_of_range' }),
    );
    expect(() => rowsOf(profileFromText(['a/b'], `main ${2 ** 53}\nmain 1`))).toThrow(
      expect.objectContaining({ code: 'sum_out_of_range' }),
    );
    expect(rowsOf(profileFromText(['a/b'], `main ${2 ** 53}`))).toEqual([`main 0 ${2 ** 53}`]);
  });
});

test('exactSum is exact far beyond 2^53', () => {
  const value = fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.constantFrom(2 ** 53, -(2 ** 53)));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 200 }), (values) => {
      const slow = values.reduce((sum, each) => sum + BigInt(each), 0n);
      expect(exactSum(Float64Array.from(values))).toBe(slow);
    }),
  );
});
