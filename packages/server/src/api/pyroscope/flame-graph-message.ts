import { type Flamebearer, flamebearerOf, type MergedTree } from '@hearth/profile';

/** A level's numbers as the wire's int64. */
const levelOf = (row: Flamebearer['levels'][number]): { readonly values: bigint[] } => ({
  values: Array.from(row, BigInt),
});

/** A flame graph, or a comparison, as Pyroscope's message. The root is called `total`. */
export function flameGraphMessage(tree: MergedTree): {
  names: string[];
  levels: { values: bigint[] }[];
  total: bigint;
  maxSelf: bigint;
} {
  const { names, levels, numTicks, maxSelf } = flamebearerOf(tree);
  return { names: [...names], levels: levels.map(levelOf), total: numTicks, maxSelf };
}
