/** A flame graph of Pyroscope's as its JSON has it: numbers in strings, what is 0 left out. */
export interface DrawnGraph {
  readonly names: readonly string[];
  readonly levels: readonly { readonly values: readonly string[] }[];
  readonly total?: string;
}

/** Numbers of one bar. */
const WIDTH = 4;

interface Bar {
  readonly from: bigint;
  readonly to: bigint;
  readonly path: string;
}

/** Own values by stack, read back from the rows of bars by their offsets; throws where a bar stands on nothing. */
export function rebuiltStacks({ names, levels }: DrawnGraph): ReadonlyMap<string, bigint> {
  const stacks = new Map<string, bigint>();
  let under: readonly Bar[] = [];
  for (const [depth, { values }] of levels.entries()) {
    const bars: Bar[] = [];
    let end = 0n;
    let at = 0;
    for (let bar = 0; bar < values.length; bar += WIDTH) {
      const [offset = 0n, total = 0n, self = 0n] = values.slice(bar, bar + WIDTH - 1).map(BigInt);
      const from = end + offset;
      end = from + total;
      const name = names[Number(values[bar + WIDTH - 1])] ?? '';
      while (depth > 0 && at < under.length && from >= under[at]!.to) at++;
      const parent = under[at];
      if (depth > 0 && (parent === undefined || from < parent.from || end > parent.to)) {
        throw new Error(`${name} stands on nothing`);
      }
      const path = depth === 0 ? '' : parent?.path ? `${parent.path};${name}` : name;
      if (self !== 0n) stacks.set(path, (stacks.get(path) ?? 0n) + self);
      bars.push({ from, to: end, path });
    }
    under = bars;
  }
  return stacks;
}
