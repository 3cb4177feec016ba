import { describe, expect, test } from 'vitest';
import { DEFAULT_LABEL_GROUP_LIMITS, groupByLabels } from './group-by-labels.ts';
import { isEventTimeline } from './is-event-timeline.ts';
import { decodePprof } from './pprof/decode-pprof.ts';
import { TAG } from './pprof/wire.ts';
import { ProfileBuilder } from './profile-builder.ts';
import { sampleLabelKeys, textLabelsOf } from './sample-labels.ts';
import { profileFromText } from './testing/profile-from-text.ts';
import { type FieldWriter, message, nested, number, packed, STRINGS, TYPE, text } from './testing/raw-pprof.ts';
import { FIXTURE_NAMES, readFixture } from './testing/read-fixture.ts';
import { isUserLabel } from './volatile-labels.ts';

const TYPES = ['samples/count'];
const all = () => true;

describe('groupByLabels', () => {
  test('one group for each label set, whatever the order of the labels', () => {
    const profile = profileFromText(
      TYPES,
      `main {b=2, a=1} 1
       main 1
       main {a=1, b=2} 1
       main {a=1} 1`,
    );
    const { groups, sampleGroup, overflowSamples } = groupByLabels(profile, all);
    const both = [
      { key: 'a', value: '1' },
      { key: 'b', value: '2' },
    ];
    expect(groups).toEqual([[], both, [both[0]]]);
    expect([...sampleGroup]).toEqual([1, 0, 1, 2]);
    expect(overflowSamples).toBe(0);
  });

  test('keys that are not kept, and numbers, make no group', () => {
    const builder = new ProfileBuilder([{ type: 'samples', unit: 'count', aggregation: 'sum' }]);
    builder.sample(
      -1,
      [1],
      [
        { key: 'tenant', text: 'acme' },
        { key: 'thread id', text: '7' },
        { key: 'tenant', number: { lo: 5, hi: 0 } },
      ],
    );
    const { groups, sampleGroup } = groupByLabels(builder.finish(), isUserLabel);
    expect(groups).toEqual([[], [{ key: 'tenant', value: 'acme' }]]);
    expect([...sampleGroup]).toEqual([1]);
  });

  test('the last value of a key wins', () => {
    const { groups } = groupByLabels(profileFromText(TYPES, 'main {a=1, b=0, a=2} 1'), all);
    expect(groups[1]).toEqual([
      { key: 'a', value: '2' },
      { key: 'b', value: '0' },
    ]);
  });

  test('past a limit samples lose their labels, and are counted', () => {
    const text = Array.from({ length: 10 }, (_, at) => `main {id=${at}} 1`).join('\n');
    const profile = profileFromText(TYPES, `${text}\nmain 1`);
    const few = groupByLabels(profile, all, { ...DEFAULT_LABEL_GROUP_LIMITS, groups: 4 });
    expect(few.groups.length).toBe(4);
    expect([...few.sampleGroup]).toEqual([1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(few.overflowSamples).toBe(7);
    const wide = profileFromText(TYPES, 'main {a=1, b=2} 1');
    expect(groupByLabels(wide, all, { ...DEFAULT_LABEL_GROUP_LIMITS, labelsPerGroup: 1 }).overflowSamples).toBe(1);
    const long = profileFromText(TYPES, `main {a=${'x'.repeat(2000)}} 1`);
    expect(groupByLabels(long, all)).toMatchObject({ groups: [[]], overflowSamples: 1 });
  });

  test('a text that the string table holds twice is one text', () => {
    const label = (key: number, text: number) =>
      nested(TAG.sampleLabel, number(TAG.labelKey, key), number(TAG.labelText, text));
    const sample = (...labels: readonly FieldWriter[]) =>
      nested(TAG.profileSample, packed(TAG.sampleValues, 1), ...labels);
    const strings = ['key', 'value'].map((again) => text(TAG.profileString, again));
    const bytes = message(TYPE, ...STRINGS, ...strings, sample(label(6, 7)), sample(label(8, 9)), sample(label(6, 9)));
    const { groups, sampleGroup } = groupByLabels(decodePprof(bytes), all);
    expect(groups).toEqual([[], [{ key: 'key', value: 'value' }]]);
    expect([...sampleGroup]).toEqual([1, 1, 1]);
  });

  test("Go's own labels become groups", () => {
    const { groups } = groupByLabels(decodePprof(readFixture('go-cpu')), isUserLabel);
    expect(groups.map((set) => set.map(({ key, value }) => `${key}=${value}`).join())).toEqual(
      expect.arrayContaining(['', 'endpoint=/orders', 'endpoint=/invoices']),
    );
  });

  test.each(FIXTURE_NAMES.filter((name) => /^(dd|blackfire)-(node|python)/.test(name) && !name.endsWith('-events')))(
    '%s: nobody set labels in this program, so there are none',
    (name) => {
      expect(groupByLabels(decodePprof(readFixture(name)), isUserLabel)).toMatchObject({
        groups: [[]],
        overflowSamples: 0,
      });
    },
  );
});

test('the labels of samples can be listed and read', () => {
  const profile = decodePprof(readFixture('dd-node-003-wall'));
  expect(sampleLabelKeys(profile)).toEqual([
    { key: 'thread name', texts: 372, numbers: 0 },
    { key: 'thread id', texts: 372, numbers: 0 },
    { key: 'os thread id', texts: 372, numbers: 0 },
    { key: 'end_timestamp_ns', texts: 0, numbers: 371 },
  ]);
  expect([...textLabelsOf(profile, 0)].map(({ key }) => key)).toEqual(['thread name', 'thread id', 'os thread id']);
});

test('event timelines are told from profiles', () => {
  expect(FIXTURE_NAMES.filter((name) => isEventTimeline(decodePprof(readFixture(name))))).toEqual(
    FIXTURE_NAMES.filter((name) => name.endsWith('-events')),
  );
});
