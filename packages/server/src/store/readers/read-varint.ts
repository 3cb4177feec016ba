/** A number of RowBinary, seven bits a byte, with where it ends. */
export function readVarint(body: Uint8Array, from: number): readonly [number, number] {
  let value = 0;
  let factor = 1;
  let at = from;
  for (;;) {
    const byte = body[at++];
    if (byte === undefined) throw new RangeError('the engine’s answer is cut off');
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return [value, at];
    factor *= 128;
  }
}
