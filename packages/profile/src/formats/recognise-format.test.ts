import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProfileFormatError } from '../profile-format-error.ts';
import { type FileFixtureName, readFileFixture } from '../testing/read-file-fixture.ts';
import { readFirefoxFixture } from '../testing/read-firefox-fixture.ts';
import { FIXTURE_NAMES, readFixture } from '../testing/read-fixture.ts';
import { outlineOf } from './content-outline.ts';
import { FILE_FORMATS, READABLE_FORMATS } from './formats.ts';
import { readProfile } from './read-profile.ts';
import { formatOfFileName, recogniseFormat } from './recognise-format.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('content', () => {
  it.each(FIXTURE_NAMES)('%s is pprof', (name) => {
    expect(recogniseFormat(readFixture(name))).toBe('pprof');
  });

  it.each(['samply-0.13.1-symbols-v49', 'samply-0.13.1-symbols-v75', 'perf-6.1-v49'] as const)(
    '%s is of Firefox Profiler',
    (name) => {
      expect(recogniseFormat(readFirefoxFixture(name))).toBe('firefox');
    },
  );

  it.each<[FileFixtureName, string]>([
    ['perf-inferno.collapsed.txt', 'collapsed'],
    ['py-spy.collapsed.txt', 'collapsed'],
    ['py-spy-threads.collapsed.txt', 'collapsed'],
    ['py-spy.speedscope.json', 'speedscope'],
    ['node.cpuprofile', 'cpuprofile'],
  ])('%s is %s', (name, format) => {
    expect(recogniseFormat(readFileFixture(name))).toBe(format);
  });

  it.each<[string, string, string | undefined]>([
    ['nothing', '', undefined],
    ['white space', ' \n\t', undefined],
    ['an object without keys', '{}', undefined],
    ['a heap profile of V8', '{"head":{"callFrame":{}},"samples":[]}', undefined],
    ['events of a trace', '{"traceEvents":[{"meta":1,"nodes":[]}],"metadata":{"shared":1,"profiles":2}}', undefined],
    ['an array', '[{"meta":{}}]', undefined],
    ['text', 'Hello, this is no profile.\n', undefined],
    ['a log with a number', 'error 5\nnothing here\n', undefined],
    ['keys after large values', `{"threads":[${'{"name":"}{\\"meta\\":"},'.repeat(200)}0], "meta" : {}}`, 'firefox'],
    ['a stack whose first name is in braces', '{main};{closure} 3', 'collapsed'],
    ['a stack whose first name is in brackets', '[unknown];main 3\n', 'collapsed'],
    ['an object whose key comes late', '{\n  "meta" : {} }', 'firefox'],
    ['a stack behind a mark of UTF-8 and empty lines', '\ufeff\n\n a;b 1', 'collapsed'],
  ])('%s', (_, text, format) => {
    expect(recogniseFormat(bytesOf(text))).toBe(format);
  });

  it('is of at most one format, whatever its keys', () => {
    const key = fc.constantFrom(
      'meta',
      'nodes',
      'samples',
      'timeDeltas',
      'profiles',
      'shared',
      '$schema',
      'startTime',
      'x',
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.dictionary(key, fc.jsonValue()), (bytes, object) => {
        for (const content of [bytes, bytesOf(JSON.stringify(object)), bytesOf(JSON.stringify(object).slice(0, 30))]) {
          const outline = outlineOf(content);
          const matching = READABLE_FORMATS.filter((name) => FILE_FORMATS[name].matches?.(outline) === true);
          expect(matching.length).toBeLessThan(2);
          try {
            readProfile(content);
          } catch (error) {
            if (!(error instanceof ProfileFormatError)) throw error;
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

it('content of no known format is refused with the formats that are', () => {
  expect(() => readProfile(bytesOf('{}'))).toThrow(/formats that are read: pprof, .*collapsed stacks/);
});

it.each([
  ['cpu.pprof', 'pprof'],
  ['CPU.PB.GZ', 'pprof'],
  ['a/b.firefox.json', 'firefox'],
  ['x.folded', 'collapsed'],
  ['x.speedscope.json', 'speedscope'],
  ['x.json', undefined],
  ['a.svg', 'svg'],
  ['a.gv', 'dot'],
  ['svg', undefined],
])('%s names %s', (name, format) => {
  expect(formatOfFileName(name)).toBe(format);
});
