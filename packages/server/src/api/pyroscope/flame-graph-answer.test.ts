import { create, fromBinary, toBinary, toJsonString } from '@bufbuild/protobuf';
import { createContextValues, type HandlerContext } from '@connectrpc/connect';
import { flamebearerOf, type MergedTree } from '@hearth/profile';
import { expect, it } from 'vitest';
import { DiffResponseSchema, SelectMergeStacktracesResponseSchema } from '../../rpc/generated/querier/v1/querier_pb.ts';
import { writtenJson } from '../../rpc/written-answer.ts';
import { flameGraphAnswer } from './flame-graph-answer.ts';

const HUGE = 2n ** 60n + 1n;
const frameNamed = (name: string) => ({ function: name, file: '', line: 0, module: '', address: '' });

/** `main` with one call of `hash`, whose name needs escapes and several bytes. */
function treeOf(...values: readonly (readonly [main: bigint, hash: bigint])[]): MergedTree {
  return {
    parent: [-1, 0, 1],
    frame: [-1, 0, 1],
    frames: [frameNamed('main'), frameNamed('hash "é\n"')],
    sides: values.map(([main, hash]) => ({ self: [0n, main, hash], total: [main + hash, main + hash, hash] })),
  };
}

const callOf = (contentType: string): HandlerContext =>
  ({ requestHeader: new Headers({ 'content-type': contentType }), values: createContextValues() }) as HandlerContext;

/** What the library makes of the same bars. */
function messageOf(tree: MergedTree) {
  const { names, levels, numTicks, maxSelf } = flamebearerOf(tree);
  return {
    names: [...names],
    levels: levels.map((row) => ({ values: row.map(BigInt) })),
    total: numTicks,
    maxSelf,
  };
}

const trees: readonly (readonly [string, MergedTree])[] = [
  ['small values', treeOf([7n, 300n])],
  ['values beyond 2^53', treeOf([HUGE, 5n])],
  ['nothing', { parent: [-1], frame: [-1], frames: [], sides: [{ self: [0n], total: [0n] }] }],
  ['values below zero', treeOf([-7n, 300n])],
];

it.each(trees)('writes a flame graph as the library does: %s', (_, tree) => {
  const schema = SelectMergeStacktracesResponseSchema;
  const expected = create(schema, { flamegraph: messageOf(tree) });
  for (const type of ['application/proto', 'application/grpc', 'application/grpc-web+proto']) {
    const written = toBinary(schema, flameGraphAnswer(callOf(type), schema, tree));
    expect(fromBinary(schema, written), type).toEqual(expected);
    expect(written, type).toEqual(toBinary(schema, expected));
  }
  expect(flameGraphAnswer(callOf('application/grpc+json'), schema, tree)).toEqual(expected);
  const call = callOf('application/json; charset=utf-8');
  expect(flameGraphAnswer(call, schema, tree)).toEqual(create(schema));
  expect(JSON.parse(call.values.get(writtenJson)!)).toEqual(JSON.parse(toJsonString(schema, expected)));
});

it('writes a comparison with its ticks as the library does', () => {
  const tree = treeOf([1n, 2n], [HUGE, 0n]);
  const ticks = { left: 3n, right: HUGE };
  const expected = create(DiffResponseSchema, {
    flamegraph: { ...messageOf(tree), leftTicks: ticks.left, rightTicks: ticks.right },
  });
  const written = toBinary(
    DiffResponseSchema,
    flameGraphAnswer(callOf('application/proto'), DiffResponseSchema, tree, ticks),
  );
  expect(fromBinary(DiffResponseSchema, written)).toEqual(expected);
  const call = callOf('application/json');
  flameGraphAnswer(call, DiffResponseSchema, tree, ticks);
  expect(JSON.parse(call.values.get(writtenJson)!)).toEqual(JSON.parse(toJsonString(DiffResponseSchema, expected)));
});
