import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { knownReasons, reasonName } from '../packages/web/src/state/ingest-words.ts';

/** Longer ones are cut in the head of a column. */
const MAX_NAME = 22;
const server = fileURLToPath(new URL('../packages/server/src/', import.meta.url));

function sourcesBelow(folder: string): readonly string[] {
  return readdirSync(server + folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.includes('testing'))
    .map((name) => readFileSync(`${server}${folder}/${name}`, 'utf8'));
}

const within = (text: string, from: string, to: string): string => {
  const begin = text.indexOf(from);
  const end = text.indexOf(to, begin);
  if (begin < 0 || end < 0) throw new Error(`${from} .. ${to} is not there any more`);
  return text.slice(begin, end);
};

/** What the server counts uploads under, read from its sources: codes of uploads, drops of decoders, reports of clients. */
function countedReasons(): readonly string[] {
  const sources = [...sourcesBelow('ingest'), ...sourcesBelow('store')];
  const literal = sources.flatMap((text) => [...text.matchAll(/reason: '([a-z_]+)'/g)].map(([, reason]) => reason!));
  const thrown = sourcesBelow('ingest').flatMap((text) =>
    [...text.matchAll(/HearthError\(\s*'([a-z_]+)'/g)].map(([, code]) => code!),
  );
  const catalogue = readFileSync(`${server}errors/catalogue.ts`, 'utf8');
  const codes = within(catalogue, '// Uploads: the body', '} as const').matchAll(/^ {2}([a-z_]+): entry/gm);
  const report = readFileSync(`${server}ingest/sentry/client-report.ts`, 'utf8');
  const clients = within(report, 'const REASONS', ']);').matchAll(/^ {2}'([a-z_]+)',/gm);
  return [
    ...new Set([
      ...literal,
      ...thrown,
      ...[...codes].map(([, code]) => code!),
      ...[...clients].map(([, reason]) => `client_${reason!}`),
      'client_other',
    ]),
  ].sort();
}

it('has words for every reason that the server counts', () => {
  const reasons = countedReasons();
  expect(reasons).toEqual(expect.arrayContaining(['span_out_of_range', 'client_queue_overflow', 'disk_full']));
  expect(reasons.filter((reason) => !knownReasons.has(reason))).toEqual([]);
});

it('calls each by a name that fits the head of a column', () => {
  expect([...knownReasons].map(reasonName).filter((name) => name.length > MAX_NAME)).toEqual([]);
});
