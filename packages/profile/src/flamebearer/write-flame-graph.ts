import { WireWriter } from '../pprof/wire-writer.ts';
import type { Flamebearer } from './flamebearer.ts';

/** What a comparison says beside its bars: the totals of both sides. */
export interface FlameGraphTicks {
  readonly left: bigint;
  readonly right: bigint;
}

const VARINT = 0;
const BYTES = 2;
/** Fields of Pyroscope's `FlameGraph` and `FlameGraphDiff`, and of `Level`. */
const FIELDS = { names: 1, levels: 2, total: 3, maxSelf: 4, leftTicks: 5, rightTicks: 6 } as const;
const LEVEL_VALUES = 1;

const tagOf = (field: number, wireType: number): number => field * 8 + wireType;

/** A flame graph as Pyroscope's message `querier.v1.FlameGraph`, with ticks as its `FlameGraphDiff`. Numbers are signed and of 64 bits. */
export function writeFlameGraph(
  { names, levels, numTicks, maxSelf }: Flamebearer,
  ticks?: FlameGraphTicks,
): Uint8Array {
  const writer = new WireWriter();
  for (const name of names) writer.text(tagOf(FIELDS.names, BYTES), name);
  for (const row of levels) {
    const level = writer.begin(tagOf(FIELDS.levels, BYTES));
    const values = writer.begin(tagOf(LEVEL_VALUES, BYTES));
    for (const value of row) writeInt64(writer, value);
    writer.end(values);
    writer.end(level);
  }
  const totals = [
    [FIELDS.total, numTicks],
    [FIELDS.maxSelf, maxSelf],
    [FIELDS.leftTicks, ticks?.left ?? 0n],
    [FIELDS.rightTicks, ticks?.right ?? 0n],
  ] as const;
  for (const [field, value] of totals) {
    if (value === 0n) continue;
    writer.int53(tagOf(field, VARINT));
    writeInt64(writer, value);
  }
  return writer.finish();
}

function writeInt64(writer: WireWriter, value: bigint | number): void {
  if (typeof value === 'number') writer.int53(value);
  else writer.halves(Number(BigInt.asUintN(32, value)), Number(BigInt.asUintN(32, value >> 32n)));
}
