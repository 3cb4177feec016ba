/** Pseudo-random numbers in [0, 1). */
export type Random = () => number;

const below = (random: Random, limit: number): number => Math.floor(random() * limit);

/** Varints and little-endian words that readers of lengths and counts trip over. */
const absurdNumbers: readonly Buffer[] = [
  Buffer.from('ffffffff0f', 'hex'),
  Buffer.from('ffffffff07', 'hex'),
  Buffer.from('ffffffffffffffffff01', 'hex'),
  Buffer.from('80808080808080808001', 'hex'),
  Buffer.from('8080808080808080808080', 'hex'),
  Buffer.from('ffffff7f', 'hex'),
  Buffer.from('00000080', 'hex'),
  Buffer.from('ffffffff', 'hex'),
];

/** Text that readers of names and numbers trip over: halves of characters, controls, other types, secrets' separators. */
const absurdTexts: readonly Buffer[] = [
  Buffer.from([0xc3, 0x28]),
  Buffer.from([0xed, 0xa0, 0x80]),
  Buffer.from([0x00]),
  Buffer.from('NaN'),
  Buffer.from('-1e999'),
  Buffer.from('1970-01-01T00:00:00Z'),
  Buffer.from('2100-01-01T00:00:00Z'),
  Buffer.from(',:,,::'),
  Buffer.from('"\\ud800"'),
  Buffer.from('{"a":'.repeat(2000)),
  Buffer.from('x'.repeat(100_000)),
  Buffer.from('__proto__'),
  Buffer.from("'; DROP TABLE samples; --"),
  Buffer.from('\r\n\r\n--'),
];

type Mutation = (bytes: Buffer, random: Random) => Buffer;

const mutations: readonly Mutation[] = [
  function flipBits(bytes, random) {
    const copy = Buffer.from(bytes);
    for (let flips = 1 + below(random, 8); flips > 0; flips--) {
      const at = below(random, copy.length);
      copy[at] = (copy[at] ?? 0) ^ (1 << below(random, 8));
    }
    return copy;
  },
  function truncate(bytes, random) {
    return bytes.subarray(0, below(random, bytes.length));
  },
  function remove(bytes, random) {
    const at = below(random, bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(random, 64))]);
  },
  function repeat(bytes, random) {
    const at = below(random, bytes.length);
    const piece = bytes.subarray(at, at + 1 + below(random, 512));
    return Buffer.concat([
      bytes.subarray(0, at),
      ...Array<Buffer>(1 + below(random, 20)).fill(piece),
      bytes.subarray(at),
    ]);
  },
  function insertAbsurdNumber(bytes, random) {
    return splice(
      bytes,
      below(random, bytes.length),
      absurdNumbers[below(random, absurdNumbers.length)]!,
      random() < 0.5,
    );
  },
  function insertAbsurdText(bytes, random) {
    return splice(bytes, below(random, bytes.length), absurdTexts[below(random, absurdTexts.length)]!, random() < 0.3);
  },
  function fill(bytes, random) {
    const copy = Buffer.from(bytes);
    const at = below(random, copy.length);
    return copy.fill(random() < 0.5 ? 0 : 0xff, at, Math.min(copy.length, at + 1 + below(random, 256)));
  },
  function swapHalves(bytes, random) {
    const at = below(random, bytes.length);
    return Buffer.concat([bytes.subarray(at), bytes.subarray(0, at)]);
  },
];

/** One to three mutations after one another. Never changes its input. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  let mutated = bytes;
  for (let rounds = 1 + below(random, 3); rounds > 0 && mutated.length > 0; rounds--) {
    mutated = mutations[below(random, mutations.length)]!(mutated, random);
  }
  return mutated;
}

/** Puts `piece` at a place, over what is there or between. */
function splice(bytes: Buffer, at: number, piece: Buffer, isOver: boolean): Buffer {
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(isOver ? at + piece.length : at)]);
}
