import { decodeOtlp, decodePprof } from '@hearth/profile';
import { encodeOtlp, generatePprof, generateProfile, LARGE_PPROF } from '@hearth/profile/testing';
import { quantile } from './quantile.ts';
import { report } from './report.ts';

const warmups = 15;
const rounds = 40;

function timed(
  bytes: Uint8Array,
  decode: (bytes: Uint8Array) => unknown = decodePprof,
): { readonly p50: number; readonly best: number } {
  for (let i = 0; i < warmups; i++) decode(bytes);
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const started = performance.now();
    decode(bytes);
    times.push(performance.now() - started);
  }
  return { p50: quantile(times, 0.5), best: Math.min(...times) };
}

const large = generatePprof(LARGE_PPROF);
const small = generatePprof({ samples: 300, stacks: 300, depth: 30, functions: 700 });
const largeTimes = timed(large);
const smallTimes = timed(small);
// Times stand outside of the labels there, so a sample has one label of two.
const profile = generateProfile({ ...LARGE_PPROF, timeline: false, endpoints: 8 });
const otlp = encodeOtlp([{ profile, column: 1 }]);
const otlpTimes = timed(otlp, decodeOtlp);
const both = encodeOtlp([0, 1].map((column) => ({ profile, column })));
const bothTimes = timed(both, decodeOtlp);
report('decode', [
  { name: 'pprof of 41 000 samples, size', value: large.length / 1e6, unit: 'MB' },
  { name: 'pprof of 41 000 samples, p50 warm', value: largeTimes.p50, unit: 'ms', aim: '<= 12' },
  { name: 'pprof of 41 000 samples, best', value: largeTimes.best, unit: 'ms' },
  { name: 'pprof of 300 stacks, size', value: small.length / 1e3, unit: 'kB' },
  { name: 'pprof of 300 stacks, p50 warm', value: smallTimes.p50, unit: 'ms' },
  { name: 'OTLP of 41 000 samples, size', value: otlp.length / 1e6, unit: 'MB' },
  { name: 'OTLP of 41 000 samples, p50 warm', value: otlpTimes.p50, unit: 'ms', aim: '<= 12' },
  { name: 'OTLP of 41 000 samples, best', value: otlpTimes.best, unit: 'ms' },
  { name: 'OTLP of two types of them, p50 warm', value: bothTimes.p50, unit: 'ms' },
]);
