/** Numbered things that come out with the largest weight first; of equal ones, any. */
export class LargestFirst {
  #weights = new Float64Array(1_024);
  #things = new Uint32Array(1_024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(thing: number, weight: number): void {
    if (this.#length === this.#things.length) this.#grow();
    const weights = this.#weights;
    const things = this.#things;
    let at = this.#length++;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (weights[above]! >= weight) break;
      weights[at] = weights[above]!;
      things[at] = things[above]!;
      at = above;
    }
    weights[at] = weight;
    things[at] = thing;
  }

  /** -1 when there is none. */
  pop(): number {
    if (this.#length === 0) return -1;
    const weights = this.#weights;
    const things = this.#things;
    const first = things[0]!;
    const length = --this.#length;
    const weight = weights[length]!;
    const thing = things[length]!;
    let at = 0;
    for (let below = 1; below < length; below = 2 * at + 1) {
      if (below + 1 < length && weights[below + 1]! > weights[below]!) below += 1;
      if (weights[below]! <= weight) break;
      weights[at] = weights[below]!;
      things[at] = things[below]!;
      at = below;
    }
    weights[at] = weight;
    things[at] = thing;
    return first;
  }

  #grow(): void {
    const weights = new Float64Array(this.#length * 2);
    const things = new Uint32Array(this.#length * 2);
    weights.set(this.#weights);
    things.set(this.#things);
    this.#weights = weights;
    this.#things = things;
  }
}
