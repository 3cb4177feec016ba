import { describe, expect, it } from 'vitest';
import { packageOfRelease } from './package-of-release.ts';
import { parseVersion } from './parse-version.ts';
import { isReleaseVersion } from './release-version.ts';

const HASH = 'a86d127c4b2f23a0a862620280427dcc01c78676';

/** Name, package, [major, minor, patch, pre, buildCode, components] or null, description, hash. */
type Row = readonly [
  string,
  string | null,
  readonly [number, number, number, string | null, string | null, number] | null,
  string,
  string | null,
];

const table: readonly Row[] = [
  ['pkg@1.2.3-rc.1+abc', 'pkg', [1, 2, 3, 'rc.1', 'abc', 3], '1.2.3-rc.1 (abc)', null],
  [
    '@foo.bar--blah@1.2.3-dev+BUILD-code',
    '@foo.bar--blah',
    [1, 2, 3, 'dev', 'BUILD-code', 3],
    '1.2.3-dev (BUILD-code)',
    null,
  ],
  ['org.Foo@1.0rc1+20200101100', 'org.Foo', [1, 0, 0, 'rc1', '20200101100', 2], '1.0rc1 (20200101100)', null],
  ['org.Foo@1.0rc1+1.2.3', 'org.Foo', [1, 0, 0, 'rc1', '1.2.3', 2], '1.0rc1 (1.2.3)', null],
  ['a@1.0a', 'a', [1, 0, 0, 'a', null, 2], '1.0a', null],
  ['a@2', 'a', [2, 0, 0, null, null, 1], '2', null],
  ['a@1-a1', 'a', [1, 0, 0, 'a1', null, 1], '1-a1', null],
  ['a@1a1', 'a', null, '1a1', null],
  ['a@1.2.3.04', 'a', [1, 2, 3, null, null, 4], '1.2.3.04', null],
  ['a@1.2.3.4.5', 'a', null, '1.2.3.4.5', null],
  ['a@1.0-01', 'a', null, '1.0-01', null],
  ['a@1.0-0.10', 'a', [1, 0, 0, '0.10', null, 2], '1.0-0.10', null],
  ['a@1.0-x..y', 'a', null, '1.0-x..y', null],
  ['a@1.0+', 'a', null, '1.0+', null],
  ['a@1.0+x_y', 'a', null, '1.0+x_y', null],
  ['a@v1.0', 'a', null, 'v1.0', null],
  ['a@b@1.0', 'a', null, 'b@1.0', null],
  [`a@1.0a+${HASH}`, 'a', [1, 0, 0, 'a', HASH, 2], '1.0a (a86d127c4b2f)', HASH],
  [`a@${HASH}`, 'a', null, 'a86d127c4b2f', HASH],
  [HASH, null, null, 'a86d127c4b2f', HASH],
  [HASH.slice(0, 12).toUpperCase(), null, null, 'A86D127C4B2F', 'A86D127C4B2F'],
  [HASH.slice(0, 11), null, null, 'a86d127c4b2', null],
  ['1.0.0', null, null, '1.0.0', null],
  ['  foo  ', null, null, 'foo', null],
  ['a@99999999999999999999.1', 'a', [0, 1, 0, null, null, 2], '99999999999999999999.1', null],
];

describe('parseVersion', () => {
  it.each(table)('%s', (name, packageName, numbers, description, buildHash) => {
    const [major, minor, patch, pre, buildCode, components] = numbers ?? [];
    expect(parseVersion(name)).toEqual({
      package: packageName,
      raw: packageName === null ? name.trim() : name.slice(packageName.length + 1),
      numbers: numbers === null ? null : { major, minor, patch, pre, buildCode, components },
      description,
      buildHash,
    });
  });

  const refused = [
    '',
    ' ',
    '.',
    '..',
    'latest',
    'LATEST',
    'a/b',
    'a\\b',
    'a\nb',
    'a\tb',
    '@scope/web@1.0',
    'x'.repeat(201),
  ];
  it.each(refused)('refuses %j', (name) => {
    expect(parseVersion(name)).toBeNull();
    expect(isReleaseVersion(name)).toBe(false);
  });

  it('takes 200 characters, and no outer spaces for a name to keep', () => {
    expect(isReleaseVersion('x'.repeat(200))).toBe(true);
    expect(isReleaseVersion('latest-1')).toBe(true);
    expect(isReleaseVersion('Übung 1')).toBe(true);
    expect(isReleaseVersion(' foo')).toBe(false);
  });
});

describe('packageOfRelease', () => {
  it.each([
    ['my-app@1.4.2', 'my-app'],
    ['@scope/web@2', '@scope/web'],
    ['a@b@1.0', 'a'],
    ['1.4.2', undefined],
    ['@1.4.2', undefined],
    ['@@1', undefined],
    ['a@', undefined],
    ['@', undefined],
    ['', undefined],
  ])('%s', (name, expected) => {
    expect(packageOfRelease(name)).toBe(expected);
  });
});
