import { describe, expect, test } from 'vitest';
import { canonicalType } from './canonical-type.ts';
import { describeType } from './type-description.ts';

describe('canonicalType', () => {
  test.each([
    ['cpu', 'nanoseconds', 'cpu', 'sum'],
    ['cpu-time', 'nanoseconds', 'cpu', 'sum'],
    ['wall', 'nanoseconds', 'wall', 'sum'],
    ['wall-time', 'nanoseconds', 'wall-time', 'sum'],
    ['goroutine', 'count', 'goroutine', 'avg'],
    ['alloc_objects', 'count', 'alloc_objects', 'sum'],
    ['alloc-samples', 'count', 'alloc_objects', 'sum'],
    ['alloc_space', 'bytes', 'alloc_space', 'sum'],
    ['alloc-space', 'bytes', 'alloc_space', 'sum'],
    ['alloc-size', 'bytes', 'alloc_space', 'sum'],
    ['inuse_objects', 'count', 'inuse_objects', 'avg'],
    ['inuse-objects', 'count', 'inuse_objects', 'avg'],
    ['heap-live-samples', 'count', 'inuse_objects', 'avg'],
    ['inuse_space', 'bytes', 'inuse_space', 'avg'],
    ['inuse-space', 'bytes', 'inuse_space', 'avg'],
    ['heap-space', 'bytes', 'inuse_space', 'avg'],
    ['heap-live-size', 'bytes', 'inuse_space', 'avg'],
    ['space', 'bytes', 'space', 'avg'],
    ['sample', 'count', 'samples', 'sum'],
    ['samples', 'count', 'samples', 'sum'],
    ['cpu-samples', 'count', 'cpu-samples', 'sum'],
    ['lock-acquire-wait', 'nanoseconds', 'lock-acquire-wait', 'sum'],
    ['contentions', 'count', 'contentions', 'sum'],
    ['something-new', 'furlongs', 'something-new', 'sum'],
  ] as const)('%s/%s is kept as %s, %s', (type, unit, name, aggregation) => {
    const canonical = canonicalType(type, unit);
    expect(canonical).toEqual({ type: name, unit, aggregation });
    expect(canonicalType(canonical.type, canonical.unit)).toEqual(canonical);
  });

  test('the hint tells the two lock profiles of Go apart, and touches nothing else', () => {
    expect(canonicalType('contentions', 'count', 'mutex').type).toBe('mutex_contentions');
    expect(canonicalType('delay', 'nanoseconds', 'mutex').type).toBe('mutex_delay');
    expect(canonicalType('contentions', 'count', 'block').type).toBe('block_contentions');
    expect(canonicalType('delay', 'nanoseconds', 'block').type).toBe('block_delay');
    expect(canonicalType('cpu', 'nanoseconds', 'block').type).toBe('cpu');
    expect(canonicalType('mutex_delay', 'nanoseconds', 'mutex').type).toBe('mutex_delay');
  });
});

describe('describeType', () => {
  test('speaks as the examples of the API do', () => {
    expect(describeType('cpu')).toEqual({
      title: 'CPU Time',
      description: 'Time spent running on the CPU',
      unit: 'nanoseconds',
    });
    expect(describeType('wall-time').title).toBe('Wall Time');
    expect(describeType('alloc_objects')).toEqual({
      title: 'Allocations',
      description: 'Number of objects allocated',
      unit: 'count',
    });
  });

  test('an unknown type is its own title', () => {
    expect(describeType('cats').title).toBe('cats');
    expect(describeType('constructor').title).toBe('constructor');
  });
});
