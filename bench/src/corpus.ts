import { encodePprof } from '@hearth/profile';
import { generateProfile } from '@hearth/profile/testing';
import { compressed, datadogUpload } from './datadog-upload.ts';

export const corpusApps = 20;
export const corpusInstances = 5;
/** Different profiles of one app: 13 of them hold about 105 000 different stack nodes, what a real app shows in an hour. */
const variantsPerApp = 13;
export const stacksPerProfile = 300;
const periodMs = 10_000;

interface Variant {
  readonly pprof: Buffer;
  /** Sum of its type `cpu`. */
  readonly cpuNanos: number;
}

/** Uploads of 20 apps with 5 instances each, one profile of 300 stacks every 10 s: what the speed table is measured on. */
export class Corpus {
  readonly #variants: readonly Variant[];
  /** When the first profile begins: Unix milliseconds. */
  readonly firstStartMs: number;

  /** @param count how many uploads will be taken; the last one ends now */
  constructor(count: number) {
    this.#variants = Array.from({ length: corpusApps * variantsPerApp }, (_, index) => variantOf(index + 1));
    const periods = Math.ceil(count / (corpusApps * corpusInstances));
    this.firstStartMs = Math.floor(Date.now() / periodMs - periods) * periodMs;
  }

  /** Compressed size of one profile, on average. */
  get meanBytes(): number {
    return this.#variants.reduce((sum, { pprof }) => sum + pprof.length, 0) / this.#variants.length;
  }

  upload(index: number): Buffer {
    const app = index % corpusApps;
    const instance = Math.floor(index / corpusApps) % corpusInstances;
    const period = Math.floor(index / (corpusApps * corpusInstances));
    const startMs = this.firstStartMs + period * periodMs;
    const { pprof } = this.#variantAt(index);
    return datadogUpload({ app: `app-${app}`, instance, startMs, endMs: startMs + periodMs }, pprof);
  }

  /** What all values of type `cpu` of the first `count` uploads come to. */
  cpuNanos(count: number): number {
    let sum = 0;
    for (let index = 0; index < count; index++) sum += this.#variantAt(index).cpuNanos;
    return sum;
  }

  #variantAt(index: number): Variant {
    const app = index % corpusApps;
    const round = Math.floor(index / corpusApps);
    return this.#variants[app * variantsPerApp + (round % variantsPerApp)]!;
  }
}

function variantOf(seed: number): Variant {
  const profile = generateProfile({
    seed,
    samples: stacksPerProfile,
    stacks: stacksPerProfile,
    depth: 48,
    functions: 4000,
  });
  const [, cpu] = profile.samples.values;
  return { pprof: compressed(encodePprof(profile)), cpuNanos: cpu!.reduce((sum, value) => sum + value, 0) };
}
