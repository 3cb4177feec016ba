import { type DatadogUpload, datadogUpload } from '../harness/datadog-upload.ts';
import { type GeneratedPprof, generatedPprof } from '../harness/generated-upload.ts';

/** Number of an upload, from 0. */
export type UploadNumber = number;

/** Different contents; more would only cost time to make. */
const SHAPES = 24;
/** Apps among which the uploads are spread. */
const APPS = 5;
const WINDOW_MS = 10_000;
const DAY_MS = 86_400_000;
/** A few rounds' worth; a millisecond each. */
const UPLOADS_BEFORE_MIDNIGHT = 300;

/**
 * What the crash test sends. Upload n starts n milliseconds after the plan's beginning, so the list of profiles says by
 * its start which upload it is; its app and totals follow from n. Crosses midnight in UTC on purpose: tables are cut there.
 */
export class UploadPlan {
  readonly beginMs: number;
  readonly #seed: number;
  readonly #contents: readonly GeneratedPprof[];

  constructor(seed: number) {
    this.#seed = seed;
    this.beginMs = Math.floor(Date.now() / DAY_MS) * DAY_MS - UPLOADS_BEFORE_MIDNIGHT;
    this.#contents = Array.from({ length: SHAPES }, (_, index) =>
      generatedPprof({ seed: seed * 1000 + index, samples: 40 + index, startMs: this.beginMs }),
    );
  }

  upload(number: UploadNumber): DatadogUpload {
    return datadogUpload({
      app: this.app(number),
      runtimeId: `crash-${this.#seed}-${number}`,
      startMs: this.beginMs + number,
      endMs: this.beginMs + number + WINDOW_MS,
      attachments: [{ name: 'cpu.pprof', content: this.#content(number).content }],
      tags: { instance: `i-${number % 3}` },
    });
  }

  app(number: UploadNumber): string {
    return `crash-${number % APPS}`;
  }

  totals(number: UploadNumber): ReadonlyMap<string, bigint> {
    return this.#content(number).totals;
  }

  /** Which upload a listed profile is. */
  numberAt(start: string): UploadNumber {
    return Date.parse(start) - this.beginMs;
  }

  #content(number: UploadNumber): GeneratedPprof {
    const content = this.#contents[number % SHAPES];
    if (content === undefined) throw new Error(`no upload ${number}`);
    return content;
  }
}
