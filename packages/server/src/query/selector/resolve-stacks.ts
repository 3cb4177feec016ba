import type { FunctionName } from '../../store/readers/load-frame-keys.ts';
import { type FrameTest, matchFrames } from '../../store/readers/match-frames.ts';
import type { Ask, RowSource } from '../../store/readers/row-source.ts';
import type { ProjectId } from '../../store/upload.ts';
import type { StackFilter } from './stack-filter.ts';

/** A stack filter with the frames it is about. */
export interface ResolvedStacks {
  /** Rows as `matchFrames` gives them: a bit for each pattern. */
  readonly frames: Uint32Array;
  /** Bits of the patterns that must all be in a stack, of those that must not, of frames that are not shown. */
  readonly focus: number;
  readonly ignore: number;
  readonly hide: number;
  /** Bit that the last shown frame of a stack must have; 0 for none. */
  readonly self: number;
}

/** Stacks of one function: those it is in, or those it is the end of. */
export interface FunctionStacks {
  readonly function: FunctionName;
  readonly value: 'self' | 'total';
}

/** Undefined for what lets every stack pass and hides nothing. */
export async function resolveStacks(
  source: RowSource,
  project: ProjectId,
  apps: readonly string[] | undefined,
  { focus = [], ignore = [], hide = [] }: StackFilter,
  ask: Ask,
  only?: FunctionStacks,
): Promise<ResolvedStacks | undefined> {
  const named = only === undefined ? [] : [testsOf(only.function)];
  const conditions = [...[...focus, ...ignore, ...hide].map((pattern) => [pattern]), ...named];
  if (conditions.length === 0) return undefined;
  const last = bits(conditions.length - named.length, named.length);
  const ofFocus = bits(0, focus.length);
  return {
    frames: await matchFrames(source, project, apps, conditions, ask),
    focus: only?.value === 'total' ? ofFocus | last : ofFocus,
    ignore: bits(focus.length, ignore.length),
    hide: bits(focus.length + ignore.length, hide.length),
    self: only?.value === 'self' ? last : 0,
  };
}

const bits = (from: number, count: number): number => (2 ** count - 1) * 2 ** from;

const testsOf = ({ function: name, file, module }: FunctionName): readonly FrameTest[] => [
  { field: 'function', operator: '=', value: name },
  ...(file === undefined ? [] : [{ field: 'file', operator: '=', value: file } as const]),
  ...(module === undefined ? [] : [{ field: 'module', operator: '=', value: module } as const]),
];
