import type { ImportLimits } from '../formats/import-limits.ts';
import type { FrameIndex, StackIndex } from '../profile.ts';
import type { ProfileBuilder } from '../profile-builder.ts';
import { ProfileFormatError } from '../profile-format-error.ts';

/** What all profiles of a file may hold together, and what they did so far. */
export interface Budget {
  readonly limits: ImportLimits;
  samples: number;
}

/** What one stack was seen with. */
export interface StackSum {
  count: number;
  value: number;
}

/** By stack, in the order in which they were seen first. */
export type StackSums = ReadonlyMap<number, StackSum>;

/** Walks the tree of stacks by a file's own frames and adds values up, for one profile of the file. */
export class StackSumsOf {
  readonly #builder: ProfileBuilder;
  readonly #frames: readonly FrameIndex[];
  readonly #budget: Budget;
  readonly #profile: number;
  readonly #sums = new Map<number, StackSum>();

  constructor(builder: ProfileBuilder, frames: readonly FrameIndex[], budget: Budget, profile: number) {
    this.#builder = builder;
    this.#frames = frames;
    this.#budget = budget;
    this.#profile = profile;
  }

  get sums(): StackSums {
    return this.#sums;
  }

  get mostSamples(): number {
    return this.#budget.limits.samples;
  }

  /** The stack of `frame`, a row of the file's table, called from `parent`; `depth` is its number of frames. */
  child(parent: number, frame: number, depth: number): number {
    const row = this.#frames[frame];
    if (row === undefined) {
      throw new ProfileFormatError('index_out_of_range', `profile ${this.#profile} names a frame that does not exist`);
    }
    const { limits } = this.#budget;
    if (depth > limits.depth) {
      throw new ProfileFormatError(
        'too_deep',
        `a stack of profile ${this.#profile} has more than ${limits.depth} frames`,
      );
    }
    const stack = this.#builder.stack(parent as StackIndex | -1, row);
    if (stack < limits.stacks) return stack;
    throw new ProfileFormatError('too_many_stacks', `the stacks make more than ${limits.stacks} nodes`);
  }

  /** Counts a sample or an event against the limit. */
  tick(): void {
    const { limits } = this.#budget;
    if (this.#budget.samples++ < limits.samples) return;
    throw new ProfileFormatError('too_many_samples', `the file has more than ${limits.samples} samples and events`);
  }

  add(stack: number, value: number): void {
    const sum = this.#sums.get(stack);
    if (sum === undefined) {
      this.#sums.set(stack, { count: 1, value });
    } else {
      sum.count++;
      sum.value += value;
    }
  }
}
