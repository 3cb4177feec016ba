import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const FOLDER = new URL('../../fixtures/otlp/', import.meta.url);

/** Requests of OTLP profiles in their binary form, as they were sent; see `fixtures/README.md`. */
export const OTLP_FIXTURE_NAMES = [
  'collector-001',
  'collector-003',
  'collector-004',
  'pyroscope-java-001',
  'pyroscope-java-002',
  'pyroscope-java-003',
] as const;

/** The inflated bytes of a request. For tests only: uses Node. */
export function readOtlpFixture(name: string): Uint8Array {
  const file = name === 'collector-002' ? `${name}.json.gz` : `${name}.pb.gz`;
  return new Uint8Array(gunzipSync(readFileSync(new URL(file, FOLDER))));
}
