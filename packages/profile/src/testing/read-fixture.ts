import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const FOLDER = new URL('../../fixtures/', import.meta.url);

/** What the recorder of an upload counted in one of its attachments, by its own means. */
export interface ExpectedProfile {
  readonly samples: number;
  readonly locations: number;
  readonly functions: number;
  readonly strings: number;
  readonly mappings: number;
  /** `type/unit number` */
  readonly period: string;
  readonly timeNanos: string;
  readonly durationNanos: string;
  /** By `type/unit`. */
  readonly totals: Readonly<Record<string, string>>;
}

/** Names of all recorded profiles, e.g. `dd-node-003-wall`. For tests only: uses Node. */
export const FIXTURE_NAMES: readonly string[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.pprof.gz'))
  .map((file) => file.slice(0, -'.pprof.gz'.length));

/** The inflated bytes of a recorded profile. */
export function readFixture(name: string): Uint8Array {
  return new Uint8Array(gunzipSync(readFileSync(new URL(`${name}.pprof.gz`, FOLDER))));
}

/** What the recordings must hold, by fixture name. */
export function readExpected(): Readonly<Record<string, ExpectedProfile>> {
  return JSON.parse(readFileSync(new URL('expected.json', FOLDER), 'utf8')) as Record<string, ExpectedProfile>;
}
