import { type MergedTree, nameOfFrame } from '@hearth/profile';

const encoder = new TextEncoder();

/**
 * Pyroscope's own binary tree: for each node the length of its name, the name, its own value and the number of its children, numbers
 * as varints; its children follow it at once, before its siblings. The root of all has no name.
 */
export function treeMessage({ parent, frame, frames, sides }: MergedTree): Uint8Array<ArrayBuffer> {
  const self = sides[0]?.self ?? [];
  const children: number[][] = parent.map(() => []);
  for (const [node, above] of parent.entries()) if (above >= 0) children[above]!.push(node);
  const names = frames.map((one) => encoder.encode(nameOfFrame(one)));
  const bytes: number[] = [];
  const waiting = parent.length === 0 ? [] : [0];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const name = names[frame[node]!] ?? new Uint8Array();
    varint(bytes, BigInt(name.length));
    for (const byte of name) bytes.push(byte);
    varint(bytes, self[node]!);
    varint(bytes, BigInt(children[node]!.length));
    for (const child of children[node]!) waiting.push(child);
  }
  return Uint8Array.from(bytes);
}

function varint(bytes: number[], value: bigint): void {
  let rest = BigInt.asUintN(64, value);
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
}
