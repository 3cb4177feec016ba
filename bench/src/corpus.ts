import { generatePprof } from '@hearth/profile/testing';
import { compressed, datadogUpload } from './datadog-upload.ts';

export const corpusApps = 20;
export const corpusInstances = 5;
/** Different profiles of one app: 13 of them hold about 105 000 different stack nodes, what a real app shows in an hour. */
const variantsPerApp = 13;
const periodMs = 10_000;

/** Uploads of 20 apps with 5 instances each, one profile of 300 stacks every 10 s: what the speed table is measured on. */
export class Corpus {
  readonly #pprofs: readonly Buffer[];
  readonly #firstStartMs: number;

  /** @param count how many uploads will be taken; the last one ends now */
  constructor(count: number) {
    this.#pprofs = Array.from({ length: corpusApps * variantsPerApp }, (_, index) =>
      compressed(generatePprof({ seed: index + 1, samples: 300, stacks: 300, depth: 48, functions: 4000 })),
    );
    const periods = Math.ceil(count / (corpusApps * corpusInstances));
    this.#firstStartMs = Math.floor(Date.now() / periodMs - periods) * periodMs;
  }

  /** Compressed size of one profile, on average. */
  get meanBytes(): number {
    return this.#pprofs.reduce((sum, pprof) => sum + pprof.length, 0) / this.#pprofs.length;
  }

  upload(index: number): Buffer {
    const app = index % corpusApps;
    const instance = Math.floor(index / corpusApps) % corpusInstances;
    const period = Math.floor(index / (corpusApps * corpusInstances));
    const startMs = this.#firstStartMs + period * periodMs;
    const variant = app * variantsPerApp + ((period * corpusInstances + instance) % variantsPerApp);
    const pprof = this.#pprofs[variant] ?? Buffer.alloc(0);
    return datadogUpload({ app: `app-${app}`, instance, startMs, endMs: startMs + periodMs }, pprof);
  }
}
