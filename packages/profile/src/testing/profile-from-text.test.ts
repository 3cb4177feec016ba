import { expect, test } from 'vitest';
import { dumpProfile } from '../dump-profile.ts';
import { profileFromText } from './profile-from-text.ts';

test('a profile drawn as text', () => {
  const profile = profileFromText(
    ['samples/count', 'cpu-time/nanoseconds'],
    `
      main;handle;hash (hash.js:12) 3 30000
      main;handle;C++ operator new 1 -5
      main;handle {endpoint=/orders, tenant=acme inc} 0 1
      - 1 0
    `,
  );
  expect(dumpProfile(profile)).toBe(`type samples/count sum
type cpu-time/nanoseconds sum
time 0
duration 0
frame #1 main "":0
frame #2 handle "":0
frame #3 hash hash.js:12
frame #4 "C++ operator new" "":0
sample 3 30000 main#1;handle#2;hash#3
sample 1 -5 main#1;handle#2;"C++ operator new"#4
sample 0 1 main#1;handle#2 {endpoint=/orders, tenant="acme inc"}
sample 1 0 -
`);
});

test.each(['main', 'main x', 'main {a} 1'])('%s is no sample', (line) => {
  expect(() => profileFromText(['samples/count'], line)).toThrow(expect.objectContaining({ code: 'bad_text' }));
});

test('the number of values must be that of the types', () => {
  expect(() => profileFromText(['samples/count'], 'main 1 2')).toThrow(
    expect.objectContaining({ code: 'value_count_mismatch' }),
  );
});
