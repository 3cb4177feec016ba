import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodePprof } from './pprof/decode-pprof.ts';
import { encodePprof } from './pprof/encode-pprof.ts';
import { ProfileBuilder } from './profile-builder.ts';
import { hashText, textIdsOf } from './text-ids.ts';
import { withTypes } from './with-types.ts';

const TYPE = { type: 'cpu', unit: 'nanoseconds', aggregation: 'sum' } as const;

const pprofOf = (names: readonly string[]): Uint8Array => {
  const builder = new ProfileBuilder([TYPE]);
  let stack = -1 as ReturnType<typeof builder.stack>;
  for (const name of names) stack = builder.stack(stack, builder.frame({ func: builder.func({ name }) }));
  builder.sample(stack, [1]);
  return encodePprof(builder.finish());
};

const idsOf = (texts: readonly string[]): readonly string[] => {
  const ids = new Uint32Array(texts.length * 2);
  for (const [row, text] of texts.entries()) hashText(text, ids, row);
  return texts.map((_, row) => `${ids[row * 2]!}/${ids[row * 2 + 1]!}`);
};

test('a text has the same id whether its bytes were read or it was decoded before', () => {
  const text = fc.oneof(fc.string({ maxLength: 80 }), fc.string({ unit: 'binary', maxLength: 80 }));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 20 }), (names) => {
      const profile = decodePprof(pprofOf(names));
      const ids = textIdsOf(profile)!;
      const read = profile.strings.map((_, row) => `${ids[row * 2]!}/${ids[row * 2 + 1]!}`);
      expect(read).toEqual(idsOf(profile.strings));
    }),
    { numRuns: 50 },
  );
});

test('ids stay what they were: they are stored', () => {
  expect(idsOf(['', 'main', 'é', 'x'.repeat(5_000)])).toMatchSnapshot();
});

test('texts that are nearly alike have other ids in both halves', () => {
  const texts = ['', '\0', '\0\0', 'a', 'a\0', 'b', 'aa', 'aaaa', 'aaaaa', 'aaab', 'baaa', 'aaaabbbb', 'bbbbaaaa'];
  const halves = idsOf(texts).flatMap((id) => id.split('/').map((half, lane) => `${lane}:${half}`));
  expect(new Set(halves).size).toBe(texts.length * 2);
});

test('a profile with other types has the same texts and ids; one that is copied has its texts', () => {
  const profile = decodePprof(pprofOf(['a', 'b']));
  const other = withTypes(profile, [{ ...TYPE, type: 'wall' }]);
  expect(textIdsOf(other)).toBe(textIdsOf(profile));
  expect(other).toEqual({ ...profile, types: [{ ...TYPE, type: 'wall' }] });
  expect(structuredClone(other).strings).toEqual(profile.strings);
  expect(textIdsOf({ ...profile, strings: [] })).toBeUndefined();
});
