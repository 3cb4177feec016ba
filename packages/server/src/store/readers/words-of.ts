/** Rows of RowBinary whose columns are whole 32-bit words, as one array of them; ClickHouse and this machine are little-endian. */
export function wordsOf(body: Uint8Array): Uint32Array {
  const isAligned = body.byteOffset % Uint32Array.BYTES_PER_ELEMENT === 0;
  const bytes = isAligned ? body : new Uint8Array(body);
  return new Uint32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.byteLength / Uint32Array.BYTES_PER_ELEMENT));
}
