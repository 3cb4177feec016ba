import { GrowableFloat64 } from '../growable-float64.ts';
import { GrowableInt32 } from '../growable-int32.ts';
import type { JsonBytes } from '../json/json-bytes.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import type { StackSums, StackSumsOf } from './stack-sums.ts';

/** The samples and weights of one sampled profile, which come one after the other and in any order. */
export class SampleReader {
  readonly #sums: StackSumsOf;
  readonly #factor: number;
  readonly #profile: number;
  readonly #stacks = new GrowableInt32();
  readonly #weights = new GrowableFloat64();

  constructor(sums: StackSumsOf, factor: number, profile: number) {
    this.#sums = sums;
    this.#factor = factor;
    this.#profile = profile;
  }

  /** Arrays of frames, root first. */
  readSamples(json: JsonBytes): void {
    json.openArray();
    for (let isFirst = true; json.nextElement(isFirst); isFirst = false) {
      this.#sums.tick();
      let stack = -1;
      let depth = 0;
      json.openArray();
      for (let isRoot = true; json.nextElement(isRoot); isRoot = false) {
        stack = this.#sums.child(stack, json.readNumber(), ++depth);
      }
      this.#stacks.push(stack);
    }
  }

  readWeights(json: JsonBytes): void {
    json.openArray();
    for (let isFirst = true; json.nextElement(isFirst); isFirst = false) {
      const weight = json.readNumber();
      if (!(weight >= 0 && Number.isFinite(weight))) {
        const place = `weight ${this.#weights.length} of profile ${this.#profile}`;
        throw new ProfileFormatError('value_out_of_range', `${place} is below 0 or no number`);
      }
      if (this.#weights.length === this.#sums.mostSamples) throw this.#mismatch();
      this.#weights.push(Math.round(weight * this.#factor));
    }
  }

  finish(): StackSums {
    const stacks = this.#stacks.toInt32();
    const weights = this.#weights.toFloat64();
    if (stacks.length !== weights.length) throw this.#mismatch();
    for (let sample = 0; sample < stacks.length; sample++) this.#sums.add(stacks[sample]!, weights[sample]!);
    return this.#sums.sums;
  }

  #mismatch(): ProfileFormatError {
    return new ProfileFormatError(
      'value_count_mismatch',
      `profile ${this.#profile} has not as many weights as samples`,
    );
  }
}
