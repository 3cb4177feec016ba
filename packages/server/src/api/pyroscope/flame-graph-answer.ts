import type { HandlerContext } from '@connectrpc/connect';
import { type FlameGraphTicks, flamebearerOf, flameGraphJson, type MergedTree, writeFlameGraph } from '@hearth/profile';
import type {
  DiffResponseSchema,
  SelectMergeSpanProfileResponseSchema,
  SelectMergeStacktracesResponseSchema,
} from '../../rpc/generated/querier/v1/querier_pb.ts';
import { fieldBytes, writtenAnswer } from '../../rpc/written-answer.ts';

/** Messages whose first field, `flamegraph`, is a flame graph or a comparison. */
export type FlameGraphAnswer =
  | typeof SelectMergeStacktracesResponseSchema
  | typeof SelectMergeSpanProfileResponseSchema
  | typeof DiffResponseSchema;

/** A flame graph, or with ticks a comparison, as the answer of a method. The root is called `total`. */
export function flameGraphAnswer<Schema extends FlameGraphAnswer>(
  call: HandlerContext,
  schema: Schema,
  tree: MergedTree,
  ticks?: FlameGraphTicks,
) {
  const flame = flamebearerOf(tree);
  return writtenAnswer(call, schema, {
    bytes: () => fieldBytes(schema.field.flamegraph.number, writeFlameGraph(flame, ticks)),
    json: () => `{"flamegraph":${flameGraphJson(flame, ticks)}}`,
  });
}
