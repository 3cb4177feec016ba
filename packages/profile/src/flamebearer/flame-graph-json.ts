import type { Flamebearer } from './flamebearer.ts';
import type { FlameGraphTicks } from './write-flame-graph.ts';

/** The message of `writeFlameGraph` in protobuf's JSON: 64-bit numbers are texts, and what is 0 or empty is left out. */
export function flameGraphJson({ names, levels, numTicks, maxSelf }: Flamebearer, ticks?: FlameGraphTicks): string {
  const rows = levels.map((row) => `{"values":["${row.join('","')}"]}`);
  const totals = { total: numTicks, maxSelf, leftTicks: ticks?.left ?? 0n, rightTicks: ticks?.right ?? 0n };
  const members = [
    `"names":${JSON.stringify(names)}`,
    `"levels":[${rows.join(',')}]`,
    ...Object.entries(totals).flatMap(([name, value]) => (value === 0n ? [] : [`"${name}":"${String(value)}"`])),
  ];
  return `{${members.join(',')}}`;
}
