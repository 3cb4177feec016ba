import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const FOLDER = new URL('../../fixtures/sentry/', import.meta.url);

/** What the recorder of an envelope counted in it, by its own means. */
export interface ExpectedEnvelope {
  /** Type and bytes of each item. */
  readonly items: readonly (readonly [type: string, bytes: number])[];
  /** Of its profile or chunk. */
  readonly recording?: {
    readonly samples: number;
    readonly seconds: number;
    readonly stacks: number;
    readonly frames: number;
    /** Samples by the thread's name; `(no name)` without one. */
    readonly threads: Readonly<Record<string, number>>;
    /** Share of samples by the leaf's function, in percent with one decimal; `(empty)` for no name. The largest ones. */
    readonly leafPercents: Readonly<Record<string, number>>;
  };
}

/** Names of all recorded envelopes, e.g. `node-11-001`. For tests only: uses Node. */
export const ENVELOPE_FIXTURE_NAMES: readonly string[] = readdirSync(FOLDER)
  .filter((file) => file.includes('.envelope'))
  .map((file) => file.slice(0, file.indexOf('.')))
  .sort();

/** The inflated bytes of a recorded envelope. */
export function readEnvelopeFixture(name: string): Uint8Array {
  const file = readdirSync(FOLDER).find((each) => each.startsWith(`${name}.`));
  if (file === undefined) throw new Error(`no fixture ${name}`);
  const bytes = readFileSync(new URL(file, FOLDER));
  return new Uint8Array(file.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}

/** What the recordings must hold, by fixture name. */
export function readExpectedEnvelopes(): Readonly<Record<string, ExpectedEnvelope>> {
  return JSON.parse(readFileSync(new URL('expected.json', FOLDER), 'utf8')) as Record<string, ExpectedEnvelope>;
}
