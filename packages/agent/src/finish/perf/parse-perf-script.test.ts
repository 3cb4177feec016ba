import { expect, it } from 'vitest';
import { type PerfSample, parseFrame, parsePerfScript } from './parse-perf-script.ts';

async function parse(text: string): Promise<readonly PerfSample[]> {
  const lines = async function* (): AsyncGenerator<string> {
    for (const line of text.split('\n')) yield line;
  };
  const samples: PerfSample[] = [];
  for await (const sample of parsePerfScript(lines())) samples.push(sample);
  return samples;
}

it('reads samples as perf 6.1 prints them', async () => {
  const samples = await parse(`worker-a 31007/31010 13024.661614892: cpu-clock:pppH: 
\t            11a7 hot_inner (/tmp/busy)
\t            120a worker_a (/tmp/busy)

 my 7/8 thread   12/13     1.000000001: cycles: 
\tffffffff81000000 [unknown] ([kernel.kallsyms])

swapper     0/0     2.5: cpu-clock: 
`);
  expect(samples).toEqual([
    {
      threadName: 'worker-a',
      pid: 31_007,
      tid: 31_010,
      timeMs: 13_024_661.614892,
      frames: [
        { address: 0x11a7, symbol: 'hot_inner', dso: '/tmp/busy' },
        { address: 0x120a, symbol: 'worker_a', dso: '/tmp/busy' },
      ],
    },
    {
      threadName: 'my 7/8 thread',
      pid: 12,
      tid: 13,
      timeMs: 1_000.000001,
      frames: [{ address: 0xffffffff81000000, symbol: '', dso: '[kernel.kallsyms]' }],
    },
    { threadName: 'swapper', pid: 0, tid: 0, timeMs: 2_500, frames: [] },
  ]);
});

it.each([
  ['\t 10 a::b(int, char const*) const (/usr/lib/x y.so)', 'a::b(int, char const*) const', '/usr/lib/x y.so'],
  ['\t 10 main (/opt/app (deleted))', 'main', '/opt/app'],
  [
    '\t 10 LazyCompile:*hotFib /a (b)/x.js:2:17 (/tmp/perf-1.map)',
    'LazyCompile:*hotFib /a (b)/x.js:2:17',
    '/tmp/perf-1.map',
  ],
  ['\t 10 [unknown] ([vdso])', '', '[vdso]'],
  ['\t 10 operator() (/a)', 'operator()', '/a'],
])('takes %j apart', (line, symbol, dso) => {
  expect(parseFrame(line)).toEqual({ address: 0x10, symbol, dso });
});

it.each(['', 'nothing', '\t xyz main (/a)'])('leaves %j out', (line) => {
  expect(parseFrame(line)).toBeUndefined();
});
