import { expect, it } from 'vitest';
import { foldThread, threadNamed } from '../../testing/read-processed.ts';
import { numbers } from '../processed-profile.ts';
import { breakpadIdOf, parseBuildIds } from './breakpad-id.ts';
import { readElfFile, relativeAddress } from './elf-file.ts';
import type { PerfFrame } from './parse-perf-script.ts';
import { PerfProfileBuilder } from './perf-profile-builder.ts';

const frame = (address: number, symbol: string, dso: string): PerfFrame => ({ address, symbol, dso });

it('makes a profile with threads, kernel frames and addresses of calls', () => {
  const builder = new PerfProfileBuilder((path) =>
    path === '/app'
      ? { buildId: '00112233445566778899aabbccddeeff00112233', segments: [{ offset: 0, address: 0x1000, size: 0x900 }] }
      : undefined,
  );
  const sample = { pid: 5, threadName: 'a', frames: [frame(0x20, 'leaf', '/app'), frame(0x10, 'main', '/app')] };
  builder.add({ ...sample, tid: 6, timeMs: 1_000 });
  builder.add({ ...sample, tid: 6, timeMs: 1_010 });
  builder.add({
    ...sample,
    tid: 5,
    threadName: 'm',
    timeMs: 1_005,
    frames: [frame(0xff, 'irq', '[kernel.kallsyms]'), frame(0x30, '', '/app'), frame(7, 'jit', '/tmp/perf-5.map')],
  });
  const facts = { pid: 5, processName: 'app', product: 'p', oscpu: 'o', startedAtMs: 99, rateHz: 500 };
  const profile = builder.build(facts);
  expect(profile.meta).toMatchObject({ interval: 2, startTime: 99, product: 'p', oscpu: 'o', symbolicated: true });
  expect(profile.threads.map(({ name }) => name)).toEqual(['m', 'a']);
  expect(foldThread(threadNamed(profile, 'a'))).toEqual([['main > leaf', 2]]);
  expect(foldThread(threadNamed(profile, 'm'))).toEqual([['jit > 0x30 > irq', 1]]);
  expect(numbers(threadNamed(profile, 'a').samples, 'time')).toEqual([0, 10]);
  // The call before the return address; where the code was interrupted, the place itself.
  expect(numbers(threadNamed(profile, 'a').frameTable, 'address')).toEqual([0xf, 0x20]);
  expect(numbers(threadNamed(profile, 'm').frameTable, 'address')).toEqual([-1, 0x30, -1]);
  expect(profile.libs).toMatchObject([{ path: '/app', breakpadId: '33221100554477668899AABBCCDDEEFF0' }]);
});

it('names a library as Breakpad does', () => {
  expect(breakpadIdOf('93ac61ec5a8eb1396f9fbd350e3169a558528a40')).toBe('EC61AC938E5A39B16F9FBD350E3169A50');
});

it('reads build ids as perf prints them', () => {
  expect([...parseBuildIds('6154469870d4 /tmp/a b\nnonsense\na5998071 [vdso]\n')]).toEqual([
    ['/tmp/a b', '6154469870d4'],
    ['[vdso]', 'a5998071'],
  ]);
});

it('finds the address that stands at an offset of a file', () => {
  const segments = [
    { offset: 0, address: 0x40_0000, size: 0x100 },
    { offset: 0x100, address: 0x40_1100, size: 0x50 },
  ];
  expect(relativeAddress(segments, 0x10)).toBe(0x10);
  expect(relativeAddress(segments, 0x120)).toBe(0x1120);
  expect(relativeAddress(segments, 0x150)).toBeUndefined();
});

it('reads the segments of the program that runs this test, and of nothing else', () => {
  expect(readElfFile(process.execPath)?.segments.length).toBeGreaterThan(1);
  expect(readElfFile('/etc/passwd')).toBeUndefined();
  expect(readElfFile('/nonexistent')).toBeUndefined();
});
