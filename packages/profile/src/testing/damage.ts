import fc from 'fast-check';

/** Copies of a file with some bytes replaced, added or taken out: what a damaged or hostile file looks like. For tests. */
export function damaged(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  const change = fc.record({
    at: fc.nat(Math.max(0, bytes.length - 1)),
    length: fc.nat(12),
    added: fc.uint8Array({ maxLength: 6 }),
  });
  return fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((changes) =>
      changes.reduce(
        (content, { at, length, added }) => joined(content.subarray(0, at), added, content.subarray(at + length)),
        bytes,
      ),
    );
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Copies of a JSON text with numbers, texts or words in the place of others. For tests. */
export function withOtherValues(text: string): fc.Arbitrary<string> {
  const values = [...text.matchAll(/"[^"\\]*"|-?\d+(?:\.\d+)?|\b(?:true|false|null)\b|\[\]|\{\}/g)];
  const other = fc.constantFrom(
    '-1',
    '1e999',
    'null',
    '[]',
    '{}',
    '""',
    '"x"',
    '99999999999999999999',
    '0.5',
    'true',
    '7',
    '4294967296',
  );
  return fc.tuple(fc.nat(values.length - 1), other).map(([index, replacement]) => {
    const found = values[index]!;
    return text.slice(0, found.index) + replacement + text.slice(found.index + found[0].length);
  });
}
