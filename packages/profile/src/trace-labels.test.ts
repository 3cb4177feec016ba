import { expect, it } from 'vitest';
import { ProfileBuilder } from './profile-builder.ts';
import { profileFromText } from './testing/profile-from-text.ts';
import { traceLabels } from './trace-labels.ts';

const SPAN = '00f067aa0ba902b7';
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

/** For each sample its ids. */
function idsBySample(profile: Parameters<typeof traceLabels>[0]): readonly (readonly string[])[] {
  const ids: string[][] = Array.from({ length: profile.samples.length }, () => []);
  const found = traceLabels(profile);
  for (let row = 0; row < (found?.length ?? 0); row++) ids[found!.sample[row]!]!.push(found!.ids[found!.id[row]!]!);
  return ids;
}

it('reads the ids of every client, as hex', () => {
  const profile = profileFromText(
    ['cpu/nanoseconds'],
    `
      a {span_id=${SPAN}, trace_id=${TRACE.toUpperCase()}} 1
      b {profile_id=${SPAN.toUpperCase()}, endpoint=/orders} 1
      c {local root span id=67667974448284343, span id=18446744073709551615} 1
      d {endpoint=/orders} 1
      e {span id=67667974448284343, local root span id=67667974448284343} 1
    `,
  );
  expect(idsBySample(profile)).toEqual([[SPAN, TRACE], [SPAN], [SPAN, 'ffffffffffffffff'], [], [SPAN]]);
  expect(traceLabels(profile)!.ids).toEqual([SPAN, TRACE, 'ffffffffffffffff']);
});

it('reads ids that are numbers', () => {
  const builder = new ProfileBuilder([{ type: 'cpu', unit: 'nanoseconds', aggregation: 'sum' }]);
  builder.sample(-1, [1], [{ key: 'span id', number: { lo: 0x0ba902b7, hi: 0x00f067aa } }]);
  builder.sample(-1, [1], [{ key: 'span id', number: { lo: 0xffffffff, hi: 0x80000000 } }]);
  builder.sample(-1, [1], [{ key: 'trace_id', number: { lo: 1, hi: 1 } }]);
  expect(idsBySample(builder.finish())).toEqual([[SPAN], ['80000000ffffffff'], []]);
});

it.each([
  '{span_id=0000000000000000}',
  '{span_id=12}',
  '{span_id=}',
  '{span id=99999999999999999999}',
  '{span id=0}',
  `{trace_id=${SPAN}}`,
  `{profile_id=${TRACE}}`,
  '{endpoint=/orders}',
  '',
])('%s is no id', (labels) => {
  expect(traceLabels(profileFromText(['cpu/nanoseconds'], `main ${labels} 1`))).toBeUndefined();
});
