import { gzipSync } from 'node:zlib';
import { seededRandom } from '@hearth/profile/testing';
import { codecOf } from '../inflate/codec.ts';
import { inflate } from '../inflate/inflate.ts';
import { DEFAULT_INGEST_LIMITS } from '../limits.ts';
import { parseMultipart } from '../multipart/parse-multipart.ts';
import { buildMultipart, type PartInput } from './build-multipart.ts';

/** A good upload to begin with: multipart, or one file as the whole body. */
export interface UploadSample {
  readonly path: string;
  readonly contentType: string;
  readonly body: Uint8Array;
}

export interface MutatedUpload extends UploadSample {
  /** What was done to it, for the report of a failure. */
  readonly mutation: string;
}

/** Pseudo-random numbers in [0, 1). */
export type Random = () => number;
/** Numbers that length fields like to be wrong by. */
const LIES = [0x00, 0x01, 0x7f, 0x80, 0xff] as const;

const below = (random: Random, limit: number): number => Math.floor(random() * limit);

/** One to four changes: bits flipped, a range cut out, doubled, zeroed or moved, the end cut off, a run of extreme bytes. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let mutated = Buffer.from(bytes);
  for (let rounds = 1 + below(random, 4); rounds > 0 && mutated.length > 0; rounds -= 1) {
    const at = below(random, mutated.length);
    const end = Math.min(mutated.length, at + 1 + below(random, 64));
    const range = mutated.subarray(at, end);
    switch (below(random, 6)) {
      case 0:
        mutated[at]! ^= 1 << below(random, 8);
        break;
      case 1:
        mutated = mutated.subarray(0, at);
        break;
      case 2:
        mutated = Buffer.concat([mutated.subarray(0, at), mutated.subarray(end)]);
        break;
      case 3:
        mutated = Buffer.concat([mutated.subarray(0, end), range, mutated.subarray(end)]);
        break;
      case 4:
        mutated.copyWithin(below(random, mutated.length), at, end);
        break;
      default:
        mutated.fill(LIES[below(random, LIES.length)]!, at, Math.min(end, at + 10));
    }
  }
  return mutated;
}

/**
 * Makes endless damaged uploads out of good ones: the body as it is, one part as sent, or one part inflated, damaged and
 * compressed again, so that the damage reaches the decoder. The same seed gives the same uploads.
 */
export function createUploadMutator(seed: number, samples: readonly UploadSample[]): () => MutatedUpload {
  const random = seededRandom(seed);
  const opened = samples.map((sample) => ({ sample, parts: openParts(sample) }));
  return () => {
    const { sample, parts } = opened[below(random, opened.length)]!;
    const choice = random();
    if (choice < 0.2) return { ...sample, body: mutateBytes(sample.body, random), mutation: 'body' };
    const chosen = below(random, parts.length);
    const mutated = parts.map(({ part, content }, index): PartInput => {
      if (index !== chosen) return part;
      if (choice < 0.4) return { ...part, content: mutateBytes(part.content, random) };
      const damaged = mutateBytes(content, random);
      return { ...part, content: content === part.content ? damaged : gzipSync(damaged, { level: 1 }) };
    });
    const mutation = `${choice < 0.4 ? 'part' : 'content of'} ${parts[chosen]!.part.name}`;
    if (!isMultipart(sample)) return { ...sample, body: mutated[0]!.content as Uint8Array, mutation };
    return { path: sample.path, ...buildMultipart(mutated), mutation };
  };
}

const isMultipart = ({ contentType }: UploadSample): boolean => contentType.startsWith('multipart/');

/** The parts of an upload, each as sent and inflated; one file is its own only part. */
function openParts(sample: UploadSample) {
  const parts = isMultipart(sample)
    ? parseMultipart(sample.body, sample.contentType, DEFAULT_INGEST_LIMITS)
    : [{ name: 'file', fileName: '', content: sample.body }];
  return parts.map(({ name, fileName, content }) => ({
    part: { name, fileName, content },
    content: codecOf(content) === 'none' ? content : inflate(content, { maxBytes: 2 ** 24, name }),
  }));
}
