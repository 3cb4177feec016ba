import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { functionTree } from '../formats/function-tree.ts';
import { decodePprof } from '../pprof/decode-pprof.ts';
import type { Profile } from '../profile.ts';
import { profileFromText } from '../testing/profile-from-text.ts';
import { readFixture } from '../testing/read-fixture.ts';
import { callEdges, functionSums } from './function-graph.ts';
import { writeDot } from './write-dot.ts';

const dot = (profile: Profile, column = 0): string => writeDot(profile, { title: 'orders', column });
const named = (name: string): Profile => {
  const profile = profileFromText(['cpu/nanoseconds'], 'main;NAME 5');
  return { ...profile, strings: profile.strings.map((text) => (text === 'NAME' ? name : text)) };
};
/** A quoted string of Graphviz: no quote or backslash but in escapes. */
const ATTRIBUTE = /\w+=(?:"(?:[^"\\\n]|\\["\\n])*"|[\w.]+)/;
const LINE = new RegExp(`^  (?:N\\d+(?: -> N\\d+)?|node|edge) \\[${ATTRIBUTE.source}(?:, ${ATTRIBUTE.source})*\\];$`);
const LABEL = new RegExp(`^  ${ATTRIBUTE.source}; labelloc=t; labeljust=l;$`);

it('draws functions with their values, and calls', () => {
  expect(
    dot(profileFromText(['cpu/nanoseconds'], 'main;hash (h.c:1) 6000000\nmain;render 3000000\nmain 1000000')),
  ).toMatchSnapshot();
});

it('counts a recursion once, for functions and for calls', () => {
  const tree = functionTree(profileFromText(['cpu/nanoseconds'], 'main;f;f;g;f 5\nmain;f 2\nmain;g;f 1'), 0);
  const { self, total } = functionSums(tree);
  const byName = (values: Float64Array) =>
    Object.fromEntries(tree.functions.map(({ name }, func) => [name, values[func]]));
  expect(byName(total)).toEqual({ main: 8, f: 8, g: 6 });
  expect(byName(self)).toEqual({ main: 0, f: 8, g: 0 });
  const name = (func: number) => tree.functions[func]!.name;
  const edges = callEdges(tree, () => true).map(({ from, to, value }) => `${name(from)}>${name(to)} ${value}`);
  expect(edges.sort()).toEqual(['f>f 5', 'f>g 5', 'g>f 6', 'main>f 7', 'main>g 1']);
});

it('goes around functions that are left out', () => {
  const tree = functionTree(
    profileFromText(['cpu/nanoseconds'], 'main;tiny;hash 5\nmain;tiny;small;hash 2\nmain;render 1'),
    0,
  );
  const name = (func: number) => tree.functions[func]!.name;
  const edges = callEdges(tree, (func) => !['tiny', 'small'].includes(name(func)));
  expect(edges.map(({ from, to, value, isIndirect }) => [name(from), name(to), value, isIndirect])).toEqual([
    ['main', 'hash', 7, true],
    ['main', 'render', 1, false],
  ]);
});

it('draws what pprof counts in a real profile', () => {
  const text = dot(decodePprof(readFixture('go-cpu')), 1);
  expect(text).toContain('cpu (nanoseconds): 3.38 s');
  expect(text).toMatch(/hashOrders\\nself 2\.06 s \(60\.95 %\)/);
});

describe('names', () => {
  it.each([
    '"]; evil [label="x',
    'back\\slash\\',
    '\\N',
    '<b>&lt;&amp;</b>',
    'line\nfeed\r\u2028\u0000',
    '…'.repeat(300),
    '\ud800',
  ])('%j stays text', (name) => {
    for (const line of dot(named(name)).trim().split('\n').slice(1, -1)) {
      expect(LINE.test(line) || LABEL.test(line), line).toBe(true);
    }
  });

  it('stay text, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.oneof(fc.constantFrom('"', '\\', '\n', ']', ';', '<', '&'), fc.string()) }),
        (name) => {
          const lines = dot(named(name)).trim().split('\n').slice(1, -1);
          expect(lines.every((line) => LINE.test(line) || LABEL.test(line))).toBe(true);
        },
      ),
    );
  });
});

it('shows 80 functions and says how many there are', () => {
  const text = dot(
    profileFromText(['cpu/nanoseconds'], Array.from({ length: 120 }, (_, at) => `f${at} ${1000 + at}`).join('\n')),
  );
  expect(text.match(/^ {2}N\d+ \[/gm)).toHaveLength(80);
  expect(text).toContain('80 of 120 functions, with ');
});

it('draws a profile without values', () => {
  expect(dot(profileFromText(['cpu/nanoseconds'], 'main 0'))).toContain('0 of 1 functions, with 0.00 % of it');
});
