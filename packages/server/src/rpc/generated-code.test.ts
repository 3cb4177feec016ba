import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const sources = fileURLToPath(new URL('../../proto/', import.meta.url));
const recorded = readFileSync(new URL('generated/sources.json', import.meta.url), 'utf8');

it('was made from the sources that are here; else run npm run proto', () => {
  const hashes = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.proto'))
    .map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(sources + file))
        .digest('hex'),
    ]);
  expect(JSON.parse(recorded)).toEqual(Object.fromEntries(hashes));
});
