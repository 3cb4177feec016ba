import { describe, expect, it } from 'vitest';
import { type PyroscopeTypeContext, parsePyroscopeTypeId, pyroscopeTypeId } from './pyroscope-type-id.ts';

const node = { runtime: 'nodejs', scope: 'com.grafana.pyroscope/nodejs' };
const go = { runtime: 'go', scope: 'com.grafana.pyroscope/go' };
const cpu = ['samples', 'cpu'];
const wall = ['samples', 'cpu', 'wall'];
const alloc = ['alloc_objects', 'alloc_space'];
const inuse = ['inuse_objects', 'inuse_space'];

/** By what the clients' profiles say in captures, and what Pyroscope makes of it. */
const known: readonly (readonly [string, string, PyroscopeTypeContext, string])[] = [
  ['cpu', 'nanoseconds', { kindTypes: cpu, ...go }, 'process_cpu:cpu:nanoseconds:cpu:nanoseconds'],
  ['samples', 'count', { kindTypes: cpu, ...go }, 'process_cpu:samples:count:cpu:nanoseconds'],
  ['alloc_objects', 'count', { kindTypes: alloc, ...go }, 'memory:alloc_objects:count:space:bytes'],
  ['alloc_space', 'bytes', { kindTypes: alloc, ...go }, 'memory:alloc_space:bytes:space:bytes'],
  ['inuse_objects', 'count', { kindTypes: inuse, ...go }, 'memory:inuse_objects:count:space:bytes'],
  ['inuse_space', 'bytes', { kindTypes: inuse, ...go }, 'memory:inuse_space:bytes:space:bytes'],
  ['goroutine', 'count', { kindTypes: ['goroutine'], ...go }, 'goroutines:goroutine:count:goroutine:count'],
  ['mutex_contentions', 'count', { kindTypes: [], ...go }, 'mutex:contentions:count:contentions:count'],
  ['mutex_delay', 'nanoseconds', { kindTypes: [], ...go }, 'mutex:delay:nanoseconds:contentions:count'],
  ['block_contentions', 'count', { kindTypes: [], ...go }, 'block:contentions:count:contentions:count'],
  ['block_delay', 'nanoseconds', { kindTypes: [], ...go }, 'block:delay:nanoseconds:contentions:count'],
  ['wall', 'nanoseconds', { kindTypes: wall, ...node }, 'wall:wall:nanoseconds:wall:nanoseconds'],
  ['samples', 'count', { kindTypes: wall, ...node }, 'wall:samples:count:wall:nanoseconds'],
  ['cpu', 'nanoseconds', { kindTypes: wall, ...node }, 'wall:cpu:nanoseconds:wall:nanoseconds'],
  ['inuse_space', 'bytes', { kindTypes: inuse, ...node }, 'memory:inuse_space:bytes:inuse_space:bytes'],
  ['inuse_objects', 'count', { kindTypes: inuse, ...node }, 'memory:inuse_objects:count:inuse_space:bytes'],
  ['cpu', 'nanoseconds', { kindTypes: ['cpu'], runtime: 'cpython' }, 'process_cpu:cpu:nanoseconds:cpu:nanoseconds'],
  ['alloc_space', 'bytes', { kindTypes: alloc, runtime: 'cpython' }, 'memory:alloc_space:bytes:space:bytes'],
  // Of Alloy, Datadog, Sentry and files.
  ['goroutine', 'count', { kindTypes: ['goroutine'], runtime: 'go' }, 'goroutine:goroutine:count:goroutine:count'],
  ['wall', 'nanoseconds', { kindTypes: ['wall'] }, 'wall:wall:nanoseconds:wall:nanoseconds'],
  [
    'wall-time',
    'nanoseconds',
    { kindTypes: ['wall-samples', 'wall-time'] },
    'wall:wall-time:nanoseconds:wall:nanoseconds',
  ],
  ['samples', 'count', { kindTypes: ['samples'] }, 'process_cpu:samples:count:cpu:nanoseconds'],
  [
    'exception-samples',
    'count',
    { kindTypes: [] },
    'exception-samples:exception-samples:count:exception-samples:count',
  ],
  [
    'lock-acquire-wait',
    'nanoseconds',
    { kindTypes: [] },
    'lock-acquire-wait:lock-acquire-wait:nanoseconds:lock-acquire-wait:nanoseconds',
  ],
];

describe('types and their ids', () => {
  it.each(known)('%s %s in %j is %s', (type, unit, context, id) => {
    expect(pyroscopeTypeId(type, unit, context)).toBe(id);
    expect(parsePyroscopeTypeId(id)).toMatchObject({ type, unit });
  });

  it('tells the kinds of one type apart', () => {
    expect(parsePyroscopeTypeId('wall:cpu:nanoseconds:wall:nanoseconds')?.withWall).toBe(true);
    expect(parsePyroscopeTypeId('process_cpu:cpu:nanoseconds:cpu:nanoseconds')?.withWall).toBe(false);
    expect(parsePyroscopeTypeId('memory:alloc_space:bytes:space:bytes')?.withWall).toBeUndefined();
    expect(parsePyroscopeTypeId('wall:wall:nanoseconds:wall:nanoseconds')?.withWall).toBeUndefined();
  });

  it('reads both names of goroutines, names of other clients, and deltas', () => {
    expect(parsePyroscopeTypeId('goroutine:goroutine:count:goroutine:count')?.type).toBe('goroutine');
    expect(parsePyroscopeTypeId('memory:alloc-space:bytes:space:bytes')?.type).toBe('alloc_space');
    expect(parsePyroscopeTypeId('block:delay:nanoseconds:contentions:count:delta')?.type).toBe('block_delay');
  });

  it('a colon in a name begins no other part', () => {
    expect(pyroscopeTypeId('a:b', 'c:d', { kindTypes: [] })).toBe('a_b:a_b:c_d:a_b:c_d');
  });

  it.each(['', 'cpu', 'process_cpu:cpu:nanoseconds', 'a:b:c:d:e:f', ':cpu:ns:cpu:ns', 'x::ns:cpu:ns'])(
    '%j is no id',
    (id) => {
      expect(parsePyroscopeTypeId(id)).toBeUndefined();
    },
  );
});
