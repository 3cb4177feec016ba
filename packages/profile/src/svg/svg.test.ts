import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { functionTree } from '../formats/function-tree.ts';
import { decodePprof } from '../pprof/decode-pprof.ts';
import type { Profile } from '../profile.ts';
import { profileFromText } from '../testing/profile-from-text.ts';
import { readFixture } from '../testing/read-fixture.ts';
import { layoutBoxes } from './layout-boxes.ts';
import { writeSvg } from './write-svg.ts';

const svg = (profile: Profile, column = 0, title = 'orders'): string => writeSvg(profile, { title, column });
const named = (name: string): Profile => {
  const profile = profileFromText(['cpu/nanoseconds'], 'main;NAME (FILE:1) 5');
  return { ...profile, strings: profile.strings.map((text) => (['NAME', 'FILE'].includes(text) ? name : text)) };
};
/** Everything that may stand in the picture: known elements, attributes in quotes, text without markup and without what is no XML. */
const TEXT = String.raw`(?:[^&<>\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]|&(?:amp|lt|gt|quot|#39);)*`;
const MARKUP = new RegExp(
  `^(?:<(?:svg|style|rect|text|title|g)(?: [\\w-]+="${TEXT.replace('[^&<>', '[^&<>"')}")*/?>|</\\w+>|${TEXT})*$`,
  'u',
);

it('draws a small profile as kept', () => {
  expect(
    svg(profileFromText(['cpu/nanoseconds'], 'main;hash (h.c:1) 6000000\nmain;render 3000000\n- 1000000')),
  ).toMatchSnapshot();
});

it('draws a real profile without scripts and with nothing from elsewhere', () => {
  const text = svg(decodePprof(readFixture('go-cpu')), 1);
  expect(text).toContain('cpu (nanoseconds): 3.38 s');
  expect(text).toMatch(/hashOrders \(2\.11 s, 62\.43 %\)/);
  expect(text).not.toMatch(/<script|javascript:|href|url\(|\bon\w+=|@import|<foreignObject/i);
  expect(text.match(/https?:\/\/[^"]*/g)).toEqual(['http://www.w3.org/2000/svg']);
  expect(text).toContain('prefers-color-scheme:dark');
  expect(svg(decodePprof(readFixture('go-cpu')), 1)).toBe(text);
});

describe('names', () => {
  it.each([
    '<script>alert(1)</script>',
    '"><image href="x" onerror="alert(1)"/>',
    "' onload='x",
    ']]><!--',
    '&amp;&#0;',
    '\u0000\u001b[31m\ufffe\ud800',
    'std::vector<std::pair<int, char*>>::operator[]',
  ])('%j stays text', (name) => {
    expect(svg(named(name), 0, name)).toMatch(MARKUP);
  });

  it('stay text, whatever they are', () => {
    const character = fc.oneof(fc.constantFrom('<', '>', '"', "'", '&', ';', '/', '\u0000'), fc.string());
    fc.assert(
      fc.property(fc.string({ unit: character }), (name) => {
        expect(MARKUP.test(svg(named(name), 0, name))).toBe(true);
      }),
    );
  });

  it('have one colour wherever they stand', () => {
    const fills = (text: string): Map<string, string> =>
      new Map([...text.matchAll(/<title>(\w+) .*?fill="([^"]+)"/gs)].map((match) => [match[1]!, match[2]!]));
    const one = fills(svg(profileFromText(['a/b'], 'main;hash 5\nmain;render 3')));
    const other = fills(svg(profileFromText(['c/d'], 'start;main;render 1\nhash 3')));
    for (const name of ['main', 'hash', 'render']) expect(other.get(name)).toBe(one.get(name));
  });
});

describe('boxes', () => {
  const bounds = { width: 1000, minWidth: 1, most: 100 };

  it('stand inside of their callers, side by side, the widest first', () => {
    const tree = functionTree(profileFromText(['a/b'], 'main;small 1\nmain;wide 6\nmain 2\nother 1'), 0);
    const { boxes, levels } = layoutBoxes(tree, bounds);
    expect(boxes.map(({ node, level, x, width }) => [tree.functions[tree.func[node]!]!.name, level, x, width])).toEqual(
      [
        ['main', 1, 0, 900],
        ['other', 1, 900, 100],
        ['wide', 2, 0, 600],
        ['small', 2, 600, 100],
      ],
    );
    expect(levels).toBe(2);
  });

  it('are left out when they are too narrow or too many, callees before callers', () => {
    const chain = functionTree(profileFromText(['a/b'], 'a;b;c;d;e 1000\nx 1'), 0);
    expect(layoutBoxes(chain, { ...bounds, minWidth: 5 })).toMatchObject({ leftOut: 1, levels: 5 });
    const few = layoutBoxes(chain, { ...bounds, most: 3 });
    expect(few.boxes.map(({ level }) => level)).toEqual([1, 2, 3]);
    expect(few.leftOut).toBe(3);
  });
});

it('draws a profile without values', () => {
  expect(svg(profileFromText(['cpu/nanoseconds'], 'main 0'))).toMatch(MARKUP);
});
