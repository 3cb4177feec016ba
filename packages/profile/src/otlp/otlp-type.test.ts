import { expect, test } from 'vitest';
import { otlpType } from './otlp-type.ts';

test.each([
  ['samples', 'count', 'samples/count sum'],
  ['cpu', 'nanoseconds', 'cpu/nanoseconds sum'],
  ['itimer', 'ns', 'cpu/nanoseconds sum'],
  ['ctimer', 'ns', 'cpu/nanoseconds sum'],
  ['wall', 'ns', 'wall/nanoseconds sum'],
  ['alloc', 'By', 'alloc_space/bytes sum'],
  ['live', 'bytes', 'inuse_space/bytes avg'],
  ['lock', 'ns', 'lock-acquire-wait/nanoseconds sum'],
  ['off_cpu', 'nanoseconds', 'off_cpu/nanoseconds sum'],
  ['events', 'nanoseconds', 'off_cpu/nanoseconds sum'],
  ['events', 'count', 'events/count sum'],
  ['inuse_space', 'bytes', 'inuse_space/bytes avg'],
  ['goroutine', '1', 'goroutine/count avg'],
  ['lock', 'count', 'lock/count sum'],
  ['mine', 'furlongs', 'mine/furlongs sum'],
])('%s/%s', (type, unit, wanted) => {
  const found = otlpType(type, unit);
  expect(`${found.type}/${found.unit} ${found.aggregation}`).toBe(wanted);
});
