import { describe, expect, test } from 'vitest';
import { decodePprof } from './pprof/decode-pprof.ts';
import { MAX_KIND_COLUMNS, splitKinds } from './split-kinds.ts';
import { profileFromText } from './testing/profile-from-text.ts';
import { FIXTURE_NAMES, readFixture } from './testing/read-fixture.ts';

function kindsOf(types: readonly string[], values = types.map((_, at) => at + 1)): readonly string[] {
  return splitKinds(profileFromText(types, `main ${values.join(' ')}`)).map(({ id }) => id);
}

describe('splitKinds', () => {
  test.each([
    ['dd-node-003-wall', ['samples:count,cpu:nanoseconds,wall:nanoseconds']],
    ['dd-node-003-space', ['inuse_objects:count,inuse_space:bytes']],
    ['go-cpu', ['samples:count,cpu:nanoseconds']],
    ['go-heap', ['alloc_objects:count,alloc_space:bytes', 'inuse_objects:count,inuse_space:bytes']],
    ['go-goroutine', ['goroutine:count']],
    [
      'dd-python-002-profile',
      [
        'cpu-samples:count,cpu:nanoseconds',
        'wall-samples:count,wall-time:nanoseconds',
        'alloc_objects:count,alloc_space:bytes',
        'inuse_objects:count,inuse_space:bytes',
      ],
    ],
  ])('%s', (name, ids) => {
    expect(splitKinds(decodePprof(readFixture(name))).map(({ id }) => id)).toEqual(ids);
  });

  test.each(FIXTURE_NAMES)('%s: every type that is not all zero is in one kind, under its own column', (name) => {
    const profile = decodePprof(readFixture(name));
    const columns = splitKinds(profile).flatMap((kind) => kind.columns.map(({ column }) => column));
    const wanted = profile.types.flatMap((_, at) =>
      profile.samples.values[at]!.some((value) => value !== 0) ? [at] : [],
    );
    expect(columns.sort((a, b) => a - b)).toEqual(wanted);
  });

  test('all 19 types of Python, each with values', () => {
    const kinds = kindsOf(
      'cpu-time/nanoseconds cpu-samples/count wall-time/nanoseconds wall-samples/count exception-samples/count lock-acquire-wait/nanoseconds lock-acquire/count lock-release-hold/nanoseconds lock-release/count alloc-space/bytes alloc-samples/count heap-space/bytes heap-live-samples/count gpu-time/nanoseconds gpu-samples/count gpu-space/bytes gpu-alloc-samples/count gpu-flops/count gpu-flops-samples/count'.split(
        ' ',
      ),
    );
    expect(kinds).toEqual([
      'cpu-samples:count,cpu:nanoseconds',
      'wall-samples:count,wall-time:nanoseconds',
      'exception-samples:count',
      'lock-acquire:count,lock-acquire-wait:nanoseconds',
      'lock-release:count,lock-release-hold:nanoseconds',
      'alloc_objects:count,alloc_space:bytes',
      'inuse_objects:count,inuse_space:bytes',
      'gpu-samples:count,gpu-time:nanoseconds',
      'gpu-alloc-samples:count,gpu-space:bytes',
      'gpu-flops-samples:count,gpu-flops:count',
    ]);
  });

  test('the id does not depend on the order of the types', () => {
    expect(kindsOf(['cpu/nanoseconds', 'samples/count'])).toEqual(kindsOf(['samples/count', 'cpu/nanoseconds']));
  });

  test('types without any value make nothing', () => {
    expect(kindsOf(['samples/count', 'cpu/nanoseconds', 'alloc_space/bytes'], [3, 0, 0])).toEqual(['samples:count']);
    expect(kindsOf(['samples/count'], [0])).toEqual([]);
  });

  test('a family of more than four types makes several kinds', () => {
    const kinds = kindsOf(['samples/a', 'samples/b', 'samples/c', 'samples/d', 'samples/e']);
    expect(kinds).toEqual(['samples:a,samples:b,samples:c,samples:d', 'samples:e']);
    expect(MAX_KIND_COLUMNS).toBe(4);
  });

  test('two types that get one name stay apart', () => {
    expect(kindsOf(['cpu/nanoseconds', 'cpu-time/nanoseconds', 'cpu-time/nanoseconds'])).toEqual([
      'cpu:nanoseconds,cpu-time:nanoseconds,cpu-time_2:nanoseconds',
    ]);
  });

  test('events of several measures are one family; separators in names cannot break the id', () => {
    expect(kindsOf(['file-io-read-time/nanoseconds', 'file-io-read-size/bytes', 'a,b:c/d,e'])).toEqual([
      'file-io-read-size:bytes,file-io-read-time:nanoseconds',
      'a_b_c:d_e',
    ]);
  });

  test('the hint names the lock profiles', () => {
    const profile = decodePprof(readFixture('go-mutex'));
    expect(splitKinds(profile, 'mutex').map(({ id }) => id)).toEqual([
      'mutex_contentions:count,mutex_delay:nanoseconds',
    ]);
    expect(splitKinds(profile, 'block').map(({ id }) => id)).toEqual([
      'block_contentions:count,block_delay:nanoseconds',
    ]);
    expect(splitKinds(profile).map(({ id }) => id)).toEqual(['contentions:count,delay:nanoseconds']);
  });
});
