interface FlameGraph {
  readonly names: readonly string[];
  readonly levels: readonly { readonly values: readonly (string | bigint)[] }[];
}

/** Numbers of one bar: one side has four, two have seven. */
const WIDTHS = [4, 7] as const;

/**
 * The stacks that a flame graph was drawn of, with their own values on one side: reads the rows of bars back by their offsets. Throws
 * when a bar does not stand above another, or when what is above a bar and its own part are not all of it.
 */
export function flameGraphStacks({ names, levels }: FlameGraph, side?: 0 | 1): Readonly<Record<string, bigint>> {
  const [width, first] = side === undefined ? [WIDTHS[0], 0] : [WIDTHS[1], side * 3];
  const stacks: Record<string, bigint> = {};
  let below: readonly { readonly from: bigint; readonly to: bigint; readonly path: string; left: bigint }[] = [
    { from: 0n, to: 2n ** 64n, path: '', left: 2n ** 64n },
  ];
  for (const [depth, { values }] of levels.entries()) {
    const numbers = values.map(BigInt);
    const bars: { readonly from: bigint; readonly to: bigint; readonly path: string; left: bigint }[] = [];
    let end = 0n;
    let at = 0;
    for (let bar = 0; bar < numbers.length; bar += width) {
      const from = end + numbers[bar + first]!;
      const [total, self] = [numbers[bar + first + 1]!, numbers[bar + first + 2]!];
      end = from + total;
      const name = names[Number(numbers[bar + width - 1]!)]!;
      while (at < below.length - 1 && from >= below[at]!.to) at++;
      const under = below[at]!;
      if (from < under.from || end > under.to) throw new Error(`${name} at ${String(from)} stands on nothing`);
      under.left -= total;
      const path = depth === 0 ? '' : under.path === '' ? name : `${under.path};${name}`;
      if (self !== 0n) stacks[path] = (stacks[path] ?? 0n) + self;
      bars.push({ from, to: end, path, left: total - self });
    }
    if (depth > 0 && below.some(({ left }) => left !== 0n)) throw new Error(`row ${String(depth)} does not add up`);
    below = bars;
  }
  if (below.some(({ left }) => left !== 0n)) throw new Error('the last row has children');
  return stacks;
}
