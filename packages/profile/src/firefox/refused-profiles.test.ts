import { describe, expect, it } from 'vitest';
import { ProfileFormatError } from '../profile-format-error.ts';
import { DEFAULT_FIREFOX_LIMITS, type FirefoxLimits } from './limits.ts';
import { profileOfFirefox } from './profile-of-firefox.ts';
import { readFirefoxProfile } from './read-firefox-profile.ts';
import { type PlainProfile, plainBytes } from './testing/plain-profile.ts';

function refusalOf(bytes: Uint8Array, limits: Partial<FirefoxLimits> = {}): string {
  const all = { ...DEFAULT_FIREFOX_LIMITS, ...limits };
  try {
    profileOfFirefox(readFirefoxProfile(bytes, all), all);
  } catch (error) {
    if (error instanceof ProfileFormatError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'taken';
}
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

it('takes the profile that the others are made of', () => {
  expect(refusalOf(plainBytes())).toBe('taken');
});

describe('indexes', () => {
  it.each<[string, (profile: PlainProfile) => void, string]>([
    ['func', ({ shared }) => (shared.frameTable['func'] = [0, 2]), 'row 1 of frameTable.func is 2'],
    ['name', ({ shared }) => (shared.funcTable['name'] = [0, 4]), 'row 1 of funcTable.name is 4'],
    ['no name', ({ shared }) => (shared.funcTable['name'] = [0, null]), 'row 1 of funcTable.name is -1'],
    ['resource', ({ shared }) => (shared.funcTable['resource'] = [0, 1]), 'row 1 of funcTable.resource is 1'],
    ['lib', ({ shared }) => (shared.resourceTable['lib'] = [1]), 'row 0 of resourceTable.lib is 1'],
    ['source', ({ shared }) => (shared.funcTable['source'] = [0, 9]), 'row 1 of funcTable.source is 9'],
    ['symbol', ({ shared }) => (shared.frameTable['nativeSymbol'] = [1, 0]), 'row 0 of frameTable.nativeSymbol is 1'],
    ['frame', ({ shared }) => (shared.stackTable['frame'] = [0, 5]), 'row 1 of stackTable.frame is 5'],
    [
      'beyond 2^31',
      ({ shared }) => (shared.stackTable['frame'] = [0, 1e12]),
      'row 1 of stackTable.frame is 2147483647',
    ],
    ['a fraction', ({ shared }) => (shared.stackTable['frame'] = [0, 0.5]), 'row 1 of stackTable.frame is no index'],
    ['above the table', ({ shared }) => (shared.stackTable['prefixOffset'] = [0, 2]), 'prefixOffset is 2'],
    ['backwards', ({ shared }) => (shared.stackTable['prefixOffset'] = [0, -1]), 'prefixOffset is -1'],
    ['stack', ({ threads }) => (threads[0]!.samples['stack'] = [0, 1, 2]), 'row 2 of samples of thread 0.stack is 2'],
  ])('%s out of range', (_, change, sentence) => {
    expect(refusalOf(plainBytes((profile) => void change(profile)))).toMatch(
      new RegExp(`^index_out_of_range: .*${sentence}`),
    );
  });

  it.each([
    ['itself', [null, 1]],
    ['a later one, and that on it', [1, 0]],
  ])('a stack that hangs on %s', (_, prefix) => {
    const bytes = plainBytes(({ shared }) => {
      shared.stackTable = { length: 2, frame: [0, 1], prefix };
    });
    expect(refusalOf(bytes)).toMatch(/^index_out_of_range: row \d of stackTable.prefix is/);
  });
});

describe('other formats', () => {
  it.each<[string, string, string]>([
    ['nothing', '', 'not_firefox_profile'],
    ['an array', '[]', 'not_firefox_profile'],
    ['no meta', '{"threads":[]}', 'not_firefox_profile: the JSON is no profile: it has no meta'],
    ['a foreign meta', '{"meta":{"a":1}}', 'not_firefox_profile'],
    [
      'Gecko',
      '{"meta":{"version":29},"threads":[{"samples":{"schema":{}}}]}',
      "not_firefox_profile: .*Gecko's own format",
    ],
    ['version 48', '{"meta":{"preprocessedProfileVersion":48}}', 'unsupported_version: .*version 48'],
    ['version 76', '{"threads":[{"samples":7}],"meta":{"preprocessedProfileVersion":76}}', 'unsupported_version: .*76'],
  ])('%s', (_, text, sentence) => {
    expect(refusalOf(bytesOf(text))).toMatch(new RegExp(`^${sentence}`));
  });
});

describe('shapes', () => {
  it.each<[string, (profile: PlainProfile) => void, string]>([
    ['columns of other lengths', ({ shared }) => (shared.frameTable['line'] = [1]), 'value_count_mismatch'],
    ['no names', ({ shared }) => delete shared.funcTable['name'], 'missing_column'],
    ['no stacks in samples', ({ threads }) => delete threads[0]!.samples['stack'], 'missing_column'],
    ['no frames', ({ shared }) => delete (shared as Partial<typeof shared>).frameTable, 'missing_column'],
    ['a table that is none', ({ shared }) => Object.assign(shared, { funcTable: [1] }), 'bad_json'],
    ['a column that is none', ({ shared }) => (shared.funcTable['name'] = { 0: 0, 1: 1 }), 'bad_json'],
    ['a name that is no text', ({ shared }) => (shared.stringArray[0] = 7), 'bad_json'],
    ['threads that are none', (profile) => Object.assign(profile, { threads: { length: 0 } }), 'bad_json'],
    ['weights of a foreign kind', ({ threads }) => (threads[0]!.samples['weightType'] = 'apples'), 'missing_types'],
    ['a negative weight', ({ threads }) => (threads[0]!.samples['weight'] = [1, -1, 1]), 'value_out_of_range'],
    ['no weight', ({ threads }) => (threads[0]!.samples['weight'] = [1, null, 1]), 'value_out_of_range'],
    ['no time', ({ threads }) => (threads[0]!.samples['time'] = [1, null, 1]), 'value_out_of_range'],
    ['an endless weight', ({ threads }) => (threads[0]!.samples['weight'] = [1, 1e300, 1]), 'value_out_of_range'],
    ['an address of half a byte', ({ shared }) => (shared.frameTable['address'] = [1.5, 2]), 'value_out_of_range'],
  ])('%s', (_, change, code) => {
    expect(refusalOf(plainBytes((profile) => void change(profile))).split(':')[0]).toBe(code);
  });

  it('bytes that are not UTF-8', () => {
    const bytes = plainBytes();
    bytes[new TextDecoder().decode(bytes).indexOf('work')] = 0xff;
    expect(refusalOf(bytes)).toMatch(/^invalid_utf8/);
  });

  it('something after the end', () => {
    expect(refusalOf(new Uint8Array([...plainBytes(), 0x20, 0x78]))).toMatch(/^bad_json/);
  });
});

describe('limits', () => {
  it.each<[keyof FirefoxLimits, number, string]>([
    ['samples', 2, 'too_many_samples'],
    ['stacks', 1, 'too_many_stacks'],
    ['depth', 1, 'too_deep'],
    ['frames', 1, 'too_many_frames'],
    ['functions', 1, 'too_many_functions'],
    ['strings', 3, 'too_many_strings'],
    ['stringBytes', 3, 'string_too_long'],
    ['totalStringBytes', 20, 'strings_too_big'],
    ['libs', 0, 'too_many_mappings'],
    ['threads', 0, 'too_many_threads'],
  ])('%s', (limit, most, code) => {
    expect(refusalOf(plainBytes(), { [limit]: most }).split(':')[0]).toBe(code);
  });

  it('count over all threads', () => {
    const bytes = plainBytes(({ threads }) => threads.push(structuredClone(threads[0]!)));
    expect(refusalOf(bytes, { samples: 6 })).toBe('taken');
    expect(refusalOf(bytes, { samples: 5 })).toMatch(/^too_many_samples/);
  });

  it('of nesting hold for what is skipped', () => {
    const text = new TextDecoder().decode(plainBytes());
    const nested = `${text.slice(0, -1)},"markers":${'['.repeat(100_000)}`;
    expect(refusalOf(bytesOf(nested))).toMatch(/^too_deep/);
  });
});
