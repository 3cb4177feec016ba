import { beforeAll, describe, expect, it } from 'vitest';
import type { Profile } from '../profile.ts';
import { FILE_FIXTURE_NAMES, readFileFixture } from '../testing/read-file-fixture.ts';
import { FIREFOX_FIXTURE_NAMES, readFirefoxFixture } from '../testing/read-firefox-fixture.ts';
import { FIXTURE_NAMES, readFixture } from '../testing/read-fixture.ts';
import { totalsOf } from '../totals-of.ts';
import { chooseColumn } from './choose-column.ts';
import { FILE_FORMATS, type FileFormatName, WRITABLE_FORMATS } from './formats.ts';
import { functionTree } from './function-tree.ts';
import { readProfile } from './read-profile.ts';
import { formatOfFileName } from './recognise-format.ts';
import { valueText } from './value-text.ts';
import { writeProfile } from './write-profile.ts';

/** Every recorded file of every format that is read. */
const SAMPLES: readonly (readonly [name: string, format: FileFormatName, read: () => Uint8Array])[] = [
  ...FIXTURE_NAMES.map((name) => [name, 'pprof', () => readFixture(name)] as const),
  ...FIREFOX_FIXTURE_NAMES.map((name) => [name, 'firefox', () => readFirefoxFixture(name)] as const),
  ...FILE_FIXTURE_NAMES.map((name) => [name, formatOfFileName(name)!, () => readFileFixture(name)] as const),
];

/** The totals of all types that have one, by their names. */
function totalsByType(profile: Profile): Readonly<Record<string, bigint>> {
  const totals = totalsOf(profile);
  const entries = profile.types.map(({ type, unit }, column) => [`${type}:${unit}`, totals[column]!] as const);
  return Object.fromEntries(entries.filter(([, total]) => total !== 0n));
}

/** Self values by the path of functions, of one column: what must come back whatever else is lost. */
function valuesByPath(profile: Profile, column: number): ReadonlyMap<string, number> {
  const { length, parent, func, self, functions, withoutStack } = functionTree(profile, column);
  const values = new Map<string, number>(withoutStack === 0 ? [] : [['[no stack]', withoutStack]]);
  for (let leaf = 0; leaf < length; leaf++) {
    if (self[leaf] === 0) continue;
    const path: string[] = [];
    for (let node = leaf; node >= 0; node = parent[node]!) path.push(plain(functions[func[node]!]!.name));
    const key = path.reverse().join(';');
    values.set(key, (values.get(key) ?? 0) + self[leaf]!);
  }
  return values;
}

/** Names as collapsed stacks can write them; addresses have another base in each format. */
const plain = (name: string): string =>
  name
    .replaceAll(';', ':')
    .trim()
    .replace(/^(?:\S+ )?0x[\da-f]+$|^\[unknown\]$/, 'address');

describe.each(SAMPLES)('%s', (name, format, read) => {
  let profile: Profile;
  let column: number;
  beforeAll(() => {
    const found = readProfile(read());
    expect(found.format).toBe(format);
    ({ profile } = found);
    column = chooseColumn(profile);
  });

  it.each(WRITABLE_FORMATS)('as %s', (target) => {
    const written = writeProfile(profile, target, { title: name });
    expect(Buffer.compare(written, writeProfile(profile, target, { title: name }))).toBe(0);
    const total = totalsOf(profile)[column]!;
    if (FILE_FORMATS[target].read === undefined) {
      // Pictures: the whole is said in their head.
      expect(new TextDecoder().decode(written)).toContain(valueText(Number(total), profile.types[column]!.unit));
      return;
    }
    // An empty profile makes no lines, which are no file of anything.
    if (total === 0n && target !== 'pprof' && target !== 'firefox') return;
    const again = readProfile(written);
    expect(again.format).toBe(target);
    if (FILE_FORMATS[target].hasAllTypes === true) expect(totalsByType(again.profile)).toEqual(totalsByType(profile));
    else expect(Object.values(totalsByType(again.profile))).toContain(total);
    const back = again.profile.types.findIndex((_, at) => totalsOf(again.profile)[at] === total);
    expect(valuesByPath(again.profile, back)).toEqual(valuesByPath(profile, column));
  });
});
