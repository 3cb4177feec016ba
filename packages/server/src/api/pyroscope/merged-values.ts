import {
  leafStacks,
  type MergedTree,
  profileOfMerged,
  type ValueType,
  withOthers,
  writeProfile,
} from '@hearth/profile';
import type { MergeAnswer } from '../../query/merge/ask-merge.ts';
import { MAX_NODES, type Shape } from '../../query/merge/shown-tree.ts';
import type { StackTraceSelector } from '../../rpc/generated/types/v1/types_pb.ts';
import type { CallContext } from './asked-labels.ts';
import type { AskedSelector } from './asked-selector.ts';

/** What Pyroscope shows where the caller does not say. */
const DEFAULT_NODES = 8_192;
const MS_NANOS = 1_000_000n;

/** How many nodes are shown; what is cut off is in nodes called `other`. */
export function shownNodes(maxNodes: bigint | undefined, otherwise: number = DEFAULT_NODES): number {
  if (maxNodes === undefined || maxNodes <= 0n) return otherwise;
  return maxNodes > MAX_NODES ? MAX_NODES : Number(maxNodes);
}

/** A merged selection. */
export interface MergedValues {
  readonly tree: MergedTree;
  readonly selector: AskedSelector;
}

export async function mergedValues(
  { questions, project, ask }: CallContext,
  selector: AskedSelector,
  shape: Pick<Shape, 'grouping' | 'maxNodes' | 'callSite'>,
  goPgo?: StackTraceSelector['goPgo'],
): Promise<MergedValues> {
  const { tree }: Pick<MergeAnswer, 'tree'> = await questions.samples.merge(project, { selector, ...shape }, ask);
  const whole = withOthers(tree);
  if (goPgo === undefined) return { tree: whole, selector };
  const { keepLocations, aggregateCallees } = goPgo;
  return { tree: leafStacks(whole, { frames: keepLocations, joinsLastLines: aggregateCallees }), selector };
}

/** As a pprof whose type is called as in the id: Pyroscope's message of a profile. */
export function pprofBytes({ tree, selector }: MergedValues, typeId: string): Uint8Array {
  const begin = BigInt(selector.fromMs) * MS_NANOS;
  const profile = profileOfMerged(tree, typeNamed(typeId), {
    timeNanos: { lo: Number(BigInt.asUintN(32, begin)), hi: Number(BigInt.asIntN(32, begin >> 32n)) },
    durationNanos: Math.min(Number(BigInt(selector.toMs - selector.fromMs) * MS_NANOS), Number.MAX_SAFE_INTEGER),
  });
  return writeProfile(profile, 'pprof');
}

export const dotText = ({ tree }: MergedValues, typeId: string): string =>
  new TextDecoder().decode(writeProfile(profileOfMerged(tree, typeNamed(typeId)), 'dot', { title: typeId }));

function typeNamed(typeId: string): ValueType {
  const [, type = '', unit = ''] = typeId.split(':');
  return { type, unit, aggregation: 'sum' };
}
