import { describe, expect, it } from 'vitest';
import { parseProcessStat, readProcessStat } from './process-stat.ts';

const line = (name: string, state = 'S'): string =>
  `4242 (${name}) ${state} 17 4242 4242 0 -1 4194560 1 0 0 0 5 6 0 0 20 0 9 0 123456 7 8 9`;

describe('parseProcessStat', () => {
  it('reads the fields behind the name', () => {
    expect(parseProcessStat(line('busy'))).toEqual({
      pid: 4242,
      name: 'busy',
      state: 'S',
      parent: 17,
      threads: 9,
      cpuTicks: 11,
      startTicks: 123_456,
    });
  });

  it.each(['a) S 1 2 (b', 'web server', '((', ')'])('splits after the last parenthesis: %s', (name) => {
    expect(parseProcessStat(line(name, 'T'))).toMatchObject({ name, state: 'T', parent: 17, startTicks: 123_456 });
  });

  it.each(['', 'nonsense', '12 (x) S 1'])('refuses what is no such line: "%s"', (text) => {
    expect(parseProcessStat(text)).toBeUndefined();
  });

  it('reads this very process', async () => {
    expect(readProcessStat(process.pid)).toMatchObject({ pid: process.pid, parent: process.ppid });
  });
});
