import type { ValueType } from '@hearth/profile';
import type { ResolvedSelector } from '../selector/resolve-selector.ts';
import type { AppSums } from './add-up.ts';
import { joinResolutions, type Resolution } from './resolution.ts';

/** What every answer over samples says of itself. */
export interface AnswerFacts {
  readonly type: ValueType;
  readonly apps: readonly string[];
  /** Sum of all values of the selection. With `profiles` it is what a mean is made of. */
  readonly total: bigint;
  /** Profiles of the selection that have the type. */
  readonly profiles: number;
  /** Rows that were added up: a row is a stack of a profile and series. */
  readonly samples: number;
  /** Of these, those whose stack is not stored: their values are the root's own. None, unless rows of the store were lost. */
  readonly withoutStack: number;
  /** 0 .. 1 of the values in frames without a symbol. */
  readonly withoutSymbols: number;
  /** What the values were read from. */
  readonly resolution: Resolution;
  /**
   * Hours of an app that an end of the range cuts and of which only the sum is kept (disk budget): they are not in the answer. 0 for
   * ranges of whole hours.
   */
  readonly lostHours: number;
}

/** @param total what all stacks come to */
export function factsOf(selection: ResolvedSelector, apps: readonly AppSums[], total: bigint): AnswerFacts {
  return {
    type: selection.type,
    apps: selection.apps.map(({ app }) => app),
    total,
    profiles: selection.profiles,
    samples: apps.reduce((sum, { samples }) => sum + samples, 0),
    withoutStack: apps.reduce((sum, app) => sum + app.withoutStack, 0),
    withoutSymbols: shareWithoutSymbols(apps),
    resolution: joinResolutions(apps.map(({ resolution }) => resolution)),
    lostHours: apps.reduce((sum, { lostHours }) => sum + lostHours, 0),
  };
}

function shareWithoutSymbols(apps: readonly AppSums[]): number {
  const all = apps.reduce((sum, { absolute }) => sum + absolute, 0);
  return all === 0 ? 0 : apps.reduce((sum, app) => sum + app.absoluteWithoutSymbols, 0) / all;
}
