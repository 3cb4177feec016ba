import { expect, it } from 'vitest';
import { flamebearerOf } from '../flamebearer/flamebearer-of.ts';
import type { Profile } from '../profile.ts';
import { profileFromText } from '../testing/profile-from-text.ts';
import { chooseColumn } from './choose-column.ts';
import { FILE_FORMATS, WRITABLE_FORMATS } from './formats.ts';
import { functionTree } from './function-tree.ts';
import { readProfile } from './read-profile.ts';
import { writeProfile } from './write-profile.ts';

/** Ends of texts, markup, escapes, what other formats part names by, what terminals obey. */
const NAMES = [
  '<script>alert(1)</script>',
  '"><img src=x onerror="alert(1)">',
  '\\","name":"other","x":"',
  '"; N0 -> N1 [label="',
  '\\N\\l\\"',
  ']]><!-- -->&lt;&#0;',
  '{"meta":{}}',
  'operator;with;semicolons 12',
  '\u001b[31mred\u0007',
  '\u2028\u2029\ufeff',
  '__proto__',
  'constructor',
  'ünï 🔥 名',
];

function named(name: string): Profile {
  const profile = profileFromText(['cpu/nanoseconds'], 'main;NAME (FILE:3) 5\nmain 2');
  return { ...profile, strings: profile.strings.map((text) => (['NAME', 'FILE'].includes(text) ? name : text)) };
}

/** Collapsed stacks have no escapes: what parts stacks there becomes something else. */
const collapsedName = (name: string): string =>
  name
    .replaceAll(';', ':')
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .trim() || '[unknown]';

const readable = WRITABLE_FORMATS.filter((format) => FILE_FORMATS[format].read !== undefined);

it.each(NAMES)('%j stays a name in every format', (name) => {
  const profile = named(name);
  for (const format of readable) {
    const { format: found, profile: again } = readProfile(writeProfile(profile, format, { title: name }));
    expect(found).toBe(format);
    const { functions, func, self, length } = functionTree(again, chooseColumn(again));
    const values = Array.from({ length }, (_, node) => [functions[func[node]!]!.name, self[node]] as const);
    const expected = format === 'collapsed' ? collapsedName(name) : name;
    expect([format, new Map(values).get(expected)]).toEqual([format, 5]);
    expect([format, values.length]).toEqual([format, 2]);
  }
});

it.each(NAMES)('%j stays a name in a flamebearer', (name) => {
  const frames = [{ function: name, file: name, line: 0, module: name, address: '' }];
  const tree = { parent: [-1, 0], frame: [-1, 0], frames, sides: [{ self: [0n, 5n], total: [5n, 5n] }] };
  expect(flamebearerOf(tree).names).toEqual(['total', name]);
});
