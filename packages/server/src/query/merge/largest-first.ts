/** Numbered things that come out with the largest weight first; of equal ones, any. */
export class LargestFirst {
  readonly #weights: number[] = [];
  readonly #things: number[] = [];

  get length(): number {
    return this.#things.length;
  }

  push(thing: number, weight: number): void {
    let at = this.#things.length;
    this.#things.push(thing);
    this.#weights.push(weight);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.#weights[above]! >= weight) break;
      this.#move(above, at);
      at = above;
    }
    this.#set(at, thing, weight);
  }

  /** -1 when there is none. */
  pop(): number {
    const [first = -1] = this.#things;
    const weight = this.#weights.pop() ?? 0;
    const last = this.#things.pop() ?? -1;
    const { length } = this.#things;
    if (length === 0) return first;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= length) break;
      if (below + 1 < length && this.#weights[below + 1]! > this.#weights[below]!) below += 1;
      if (this.#weights[below]! <= weight) break;
      this.#move(below, at);
      at = below;
    }
    this.#set(at, last, weight);
    return first;
  }

  #move(from: number, to: number): void {
    this.#set(to, this.#things[from]!, this.#weights[from]!);
  }

  #set(at: number, thing: number, weight: number): void {
    this.#things[at] = thing;
    this.#weights[at] = weight;
  }
}
