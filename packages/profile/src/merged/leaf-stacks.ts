import type { MergedFrame, MergedTree } from './merged-tree.ts';

export interface LeafChoice {
  /** How many frames of a stack are kept, from its end; 0 for all. */
  readonly frames: number;
  /** Whether the line of a stack's last frame does not matter: what a function does itself is one, whoever calls it is told by line. */
  readonly joinsLastLines: boolean;
}

/**
 * A merged tree (its first side) made of the ends of its stacks, as compilers want profiles: they inline by who calls whom, and how a
 * request came there does not matter. All values stay.
 *
 *     main;serve;handle:3;hash:7 2      keeping 2, joining     handle:3;hash 5
 *     main;retry;handle:3;hash:9 3
 */
export function leafStacks(
  { parent, frame, frames, sides }: MergedTree,
  { frames: kept, joinsLastLines }: LeafChoice,
): MergedTree {
  const made = new LeafTree();
  const whole = frames.map((one) => made.frame(one));
  const lineless = joinsLastLines ? frames.map((one) => made.frame({ ...one, line: 0 })) : whole;
  const self = sides[0]?.self ?? [];
  for (const [node, value] of self.entries()) {
    if (value === 0n) continue;
    const path: number[] = [];
    for (let at = node; at >= 0 && frame[at]! >= 0 && (kept === 0 || path.length < kept); at = parent[at]!) {
      path.push(frame[at]!);
    }
    let end = 0;
    for (let depth = path.length - 1; depth >= 0; depth--) {
      end = made.child(end, (depth === 0 ? lineless : whole)[path[depth]!]!);
    }
    made.add(end, value);
  }
  return made.finish();
}

class LeafTree {
  readonly #frames: MergedFrame[] = [];
  readonly #frameOfContent = new Map<string, number>();
  readonly #parent: number[] = [-1];
  readonly #frame: number[] = [-1];
  readonly #self: bigint[] = [0n];
  readonly #children = new Map<string, number>();

  frame(content: MergedFrame): number {
    const { function: name, file, line, module, address } = content;
    const key = JSON.stringify([name, file, line, module, address]);
    const known = this.#frameOfContent.get(key);
    if (known !== undefined) return known;
    this.#frameOfContent.set(key, this.#frames.length);
    return this.#frames.push(content) - 1;
  }

  child(parent: number, frame: number): number {
    const key = `${String(parent)}/${String(frame)}`;
    const known = this.#children.get(key);
    if (known !== undefined) return known;
    const node = this.#parent.push(parent) - 1;
    this.#frame.push(frame);
    this.#self.push(0n);
    this.#children.set(key, node);
    return node;
  }

  add(node: number, value: bigint): void {
    this.#self[node]! += value;
  }

  finish(): MergedTree {
    const total = [...this.#self];
    for (let node = total.length - 1; node > 0; node--) total[this.#parent[node]!]! += total[node]!;
    return {
      parent: this.#parent,
      frame: this.#frame,
      frames: this.#frames,
      sides: [{ self: this.#self, total }],
    };
  }
}
