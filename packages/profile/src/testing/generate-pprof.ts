import { encodePprof } from '../pprof/encode-pprof.ts';
import { type GeneratedShape, generateProfile } from './generate-profile.ts';

/** The raw (not compressed) pprof of `generateProfile(shape)`. */
export function generatePprof(shape: Partial<GeneratedShape> = {}): Uint8Array {
  return encodePprof(generateProfile(shape));
}

/** A timeline upload of 2.7 MB with 41 000 samples, on which the decoder is measured. */
export const LARGE_PPROF: Partial<GeneratedShape> = {
  samples: 41_000,
  stacks: 4000,
  depth: 20,
  functions: 3000,
  types: ['samples/count', 'cpu/nanoseconds'],
  timeline: true,
};
