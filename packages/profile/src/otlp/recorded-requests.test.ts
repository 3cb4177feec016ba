import { describe, expect, test } from 'vitest';
import { dumpProfile } from '../dump-profile.ts';
import { decodePprof } from '../pprof/decode-pprof.ts';
import type { Profile } from '../profile.ts';
import { readFixture } from '../testing/read-fixture.ts';
import { readOtlpFixture } from '../testing/read-otlp-fixture.ts';
import { selfShareOf } from '../testing/share-of.ts';
import { totalsOf } from '../totals-of.ts';
import { decodeOtlp } from './decode-otlp.ts';
import { decodeOtlpJson } from './json/decode-otlp-json.ts';
import type { OtlpUpload } from './otlp-upload.ts';

const decode = (name: string): OtlpUpload =>
  (name === 'collector-002' ? decodeOtlpJson : decodeOtlp)(readOtlpFixture(name));

/** samples, sum, period, duration, profile id: as the recorder counted them by its own means. */
type Counted = readonly [type: string, samples: number, sum: string, duration: string, id: string];
const summary = ({ profiles, refused }: OtlpUpload): readonly unknown[] => [
  ...refused,
  ...profiles.map(({ profile, profileId }): Counted => {
    const [type] = profile.types;
    const seconds = (profile.durationNanos / 1e9).toFixed(2);
    return [`${type!.type}/${type!.unit}`, profile.samples.length, String(totalsOf(profile)[0]), seconds, profileId];
  }),
];

const recorded: readonly (readonly [name: string, profiles: readonly Counted[]])[] = [
  [
    'collector-001',
    [
      ['samples/count', 300, '338', '5.02', 'd62f43a741c30e89ee7bc36ecfb488a3'],
      ['cpu/nanoseconds', 300, '3380000000', '5.02', '68126b685c92a33738c0811ee56a16dc'],
    ],
  ],
  [
    'collector-002',
    [
      ['samples/count', 300, '338', '5.02', 'b0bde39d07cd742fe634ea16ecefe714'],
      ['cpu/nanoseconds', 300, '3380000000', '5.02', '61dd0b6032a64329478060eb320fa5e8'],
    ],
  ],
  ['collector-003', [['samples/count', 300, '338', '5.02', '5567b4187d684d7a06a92d928648259c']]],
  [
    'collector-004',
    [
      ['samples/count', 300, '338', '5.02', '85ec313c136aadd31919390c9ee9a886'],
      ['cpu/nanoseconds', 300, '3380000000', '5.02', '69640546fcaa5e1ac831b2077ba2c8c8'],
    ],
  ],
  ['pyroscope-java-001', [['cpu/nanoseconds', 13, '550000000', '2.01', '']]],
  ['pyroscope-java-002', [['cpu/nanoseconds', 29, '1830000000', '4.92', '']]],
  ['pyroscope-java-003', [['cpu/nanoseconds', 13, '1730000000', '5.00', '']]],
];

test.each(recorded)('%s holds what its recorder counted', (name, profiles) => {
  expect(summary(decode(name))).toEqual(profiles);
});

describe("the collector's requests", () => {
  test.each(['collector-001', 'collector-002', 'collector-003', 'collector-004'])(
    '%s names its resource by reference',
    (name) => {
      for (const { resource, scope, attributes } of decode(name).profiles) {
        expect(Object.fromEntries(resource)).toEqual({
          'service.name': 'orders-api',
          'service.version': '1.4.2',
          'deployment.environment.name': 'staging',
          'process.runtime.name': 'go',
          'process.runtime.version': 'go1.26.8',
          'host.arch': 'amd64',
          'os.type': 'linux',
          'telemetry.sdk.version': '0.164.0',
          region: 'eu-west-1',
        });
        expect(scope).toEqual({ name: 'example.com/otlpgen', version: '0.1.0' });
        expect(attributes.size).toBe(0);
      }
    },
  );

  test.each(['collector-001', 'collector-002', 'collector-003', 'collector-004'])(
    '%s has the stacks, values and labels of the pprof that it was made of',
    (name) => {
      const source = decodePprof(readFixture('go-cpu'));
      for (const { profile } of decode(name).profiles) {
        const column = profile.types[0]!.type === 'cpu' ? 1 : 0;
        expect(valuesByStack(profile, 0)).toEqual(valuesByStack(source, column));
        expect(selfShareOf(profile, 'example.com/orders/work.hashOrders', 0)).toBeCloseTo(0.609, 2);
      }
    },
  );

  test('a request reads alike in both forms, but for the ids', () => {
    const dumps = ['collector-001', 'collector-002'].map((name) =>
      decode(name).profiles.map(({ profile }) => dumpProfile(profile)),
    );
    expect(dumps[0]).toEqual(dumps[1]);
  });
});

test('pyroscope-java says nothing of itself', () => {
  const [{ resource, scope }] = decode('pyroscope-java-002').profiles as [OtlpUpload['profiles'][0]];
  expect([resource.size, scope]).toEqual([0, { name: '', version: '' }]);
});

test('is read as before', () => {
  expect(dumpProfile(decode('pyroscope-java-003').profiles[0]!.profile)).toMatchSnapshot();
});

/** Sums by labels and names on the stack, leaf first. */
function valuesByStack({ samples, stacks, frames, functions, strings }: Profile, column: number): Map<string, number> {
  const sums = new Map<string, number>();
  for (let sample = 0; sample < samples.length; sample++) {
    const names: string[] = [];
    for (let row = samples.labels.first[sample]!; row < samples.labels.first[sample + 1]!; row++) {
      names.push(`${strings[samples.labels.key[row]!]}=${strings[samples.labels.text[row]!]}`);
    }
    for (let node = samples.stack[sample]!; node >= 0; node = stacks.parent[node]!) {
      const frame = stacks.frame[node]!;
      names.push(`${strings[functions.name[frames.func[frame]!]!]}:${frames.line[frame]}`);
    }
    const key = names.join(' < ');
    sums.set(key, (sums.get(key) ?? 0) + samples.values[column]![sample]!);
  }
  return new Map([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}
