import { gzipSync } from 'node:zlib';
import { type Envelope, encodeEnvelope, type JsonObject, type JsonValue } from '@hearth/profile';
import { seededRandom } from '@hearth/profile/testing';
import { mutateBytes, type Random } from './mutate-upload.ts';

export interface MutatedEnvelope {
  readonly body: Uint8Array;
  /** Whether the body is under gzip. */
  readonly isGzip: boolean;
  /** What was done to it, for the report of a failure. */
  readonly mutation: string;
}

/** What a reader of JSON may trip over, in the place of any value. */
const absurd: readonly JsonValue[] = [
  null,
  true,
  0,
  -1,
  -0,
  1.5,
  2 ** 31,
  2 ** 53,
  1e308,
  '',
  '0',
  '-1',
  'NaN',
  '1e999',
  '\u0000',
  '\ud800',
  '__proto__',
  'x'.repeat(10_000),
  [],
  [[]],
  [null],
  {},
  { constructor: null, length: -1, type: 'profile' },
  '2100-01-01T00:00:00Z',
  '1970-01-01T00:00:00Z',
];

const pick = <T>(random: Random, values: readonly T[]): T => values[Math.floor(random() * values.length)]!;

/** A copy in which one value somewhere is absurd, missing or doubled. */
function mutateJson(value: JsonValue, random: Random): JsonValue {
  if (typeof value !== 'object' || value === null || random() < 0.1) return pick(random, absurd);
  if (Array.isArray(value)) {
    const list = [...(value as readonly JsonValue[])];
    const at = Math.floor(random() * list.length);
    const choice = random();
    if (choice < 0.1) list.splice(at, 1);
    else if (choice < 0.2) list.splice(at, 0, ...list.slice(at, at + 3));
    else if (at < list.length) list[at] = mutateJson(list[at]!, random);
    return list;
  }
  const fields = Object.entries(value as JsonObject);
  const field = pick(random, fields);
  if (field === undefined) return pick(random, absurd);
  const others = fields.filter((other) => other !== field);
  if (random() < 0.15) return Object.fromEntries(others);
  return Object.fromEntries([...others, [field[0], mutateJson(field[1], random)]]);
}

/**
 * Makes endless damaged envelopes out of good ones: their bytes, the bytes of one payload in good framing, or one value in the
 * JSON of a payload or header. The same seed gives the same envelopes.
 */
export function createEnvelopeMutator(seed: number, envelopes: readonly Envelope[]): () => MutatedEnvelope {
  const random = seededRandom(seed);
  const framed = (envelope: Envelope, mutation: string): MutatedEnvelope => {
    const body = encodeEnvelope(envelope);
    return random() < 0.2 ? { body: gzipSync(body), isGzip: true, mutation } : { body, isGzip: false, mutation };
  };
  return () => {
    const envelope = pick(random, envelopes);
    const choice = random();
    if (choice < 0.15) return { body: mutateBytes(encodeEnvelope(envelope), random), isGzip: false, mutation: 'bytes' };
    if (choice < 0.3) {
      const headers = mutateJson(envelope.headers, random) as JsonObject;
      return framed({ ...envelope, headers }, 'header');
    }
    const chosen = Math.floor(random() * envelope.items.length);
    const items = envelope.items.map((item, index) => {
      if (index !== chosen) return item;
      if (choice < 0.4) return { ...item, headers: mutateJson(item.headers, random) as JsonObject };
      if (choice < 0.55) return { ...item, payload: mutateBytes(item.payload, random) };
      return { ...item, payload: mutatePayload(item.payload, random) };
    });
    return framed({ ...envelope, items }, `item ${chosen} of ${envelope.items[chosen]?.type ?? 'none'}`);
  };
}

function mutatePayload(payload: Uint8Array, random: Random): Uint8Array {
  let value = JSON.parse(Buffer.from(payload).toString()) as JsonValue;
  for (let rounds = 1 + Math.floor(random() * 3); rounds > 0; rounds -= 1) value = mutateJson(value, random);
  return Buffer.from(JSON.stringify(value));
}
