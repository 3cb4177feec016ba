import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProjectId } from '../upload.ts';
import { type FacetField, type FacetFilter, facetFields } from './facet-field.ts';
import { type FacetCounts, type FacetQuestion, readFacets } from './read-facets.ts';
import type { NewProfileRow } from './testing/profile-rows.ts';
import { startReaders, type TestReaders } from './testing/start-readers.ts';

const NOON = Date.UTC(2026, 10, 21, 12);

const value = fc.constantFrom('', 'a', 'b', 'ä', "it's", 'v1\\', 'tab\tnew\nline', 'A');

const arbitraryRow = fc.record({
  app: fc.constantFrom('shop', 'pay/ments'),
  environment: fc.constantFrom('production', 'feature/x'),
  offsetMs: fc.integer({ min: 0, max: 3 * 86_400_000 }),
  types: fc.subarray(['cpu', 'wall', 'alloc_space'], { minLength: 1 }),
  runtime: value,
  runtimeVersion: value,
  runtimeArch: value,
  runtimeOs: value,
  probeVersion: value,
  host: value,
  release: value,
  source: fc.constantFrom('sentry', 'file'),
});

const arbitraryQuestion: fc.Arbitrary<FacetQuestion> = fc.record({
  filter: fc.record(
    {
      app: fc.constantFrom('shop', 'pay/ments'),
      environment: fc.constantFrom('production', 'feature/x'),
      type: fc.constantFrom('cpu', 'wall'),
      fromMs: fc.integer({ min: NOON, max: NOON + 2 * 86_400_000 }),
      toMs: fc.integer({ min: NOON + 86_400_000, max: NOON + 4 * 86_400_000 }),
    },
    { requiredKeys: [] },
  ),
  facets: fc.uniqueArray(
    fc.record({
      field: fc.constantFrom(...facetFields),
      mode: fc.constantFrom('additive', 'subtractive'),
      values: fc.uniqueArray(fc.oneof(value, fc.constantFrom('shop', 'production', 'cpu', 'wall', 'file')), {
        maxLength: 3,
      }),
    }),
    { selector: ({ field }) => field, maxLength: 4 },
  ),
  ownFilter: fc.constantFrom('applied', 'left_out'),
  fields: fc.subarray([...facetFields], { minLength: 1 }),
});

/** The property of a test's row that holds a field. */
const keyOf = {
  app: 'app',
  environment: 'environment',
  source: 'source',
  type: 'types',
  runtime: 'runtime',
  runtime_version: 'runtimeVersion',
  runtime_arch: 'runtimeArch',
  runtime_os: 'runtimeOs',
  probe_version: 'probeVersion',
  host: 'host',
  release: 'release',
} as const satisfies Record<FacetField, keyof NewProfileRow>;

function passes(row: NewProfileRow, { field, mode, values }: FacetFilter): boolean {
  const listed = values.filter((text) => text !== '');
  if (listed.length === 0) return true;
  return valuesOf(row, field).some((own) => listed.includes(own)) === (mode === 'additive');
}

function valuesOf(row: NewProfileRow, field: FacetField): readonly string[] {
  const own = row[keyOf[field]] ?? '';
  return typeof own === 'string' ? [own] : own;
}

/** The same answer, counted row by row. */
function countNaively(rows: readonly NewProfileRow[], question: FacetQuestion): readonly FacetCounts[] {
  const { filter, facets, ownFilter, fields } = question;
  const inRange = rows.filter(
    (row) =>
      (filter.app === undefined || row.app === filter.app) &&
      (filter.environment === undefined || row.environment === filter.environment) &&
      (filter.type === undefined || row.types?.includes(filter.type)) &&
      (filter.fromMs === undefined || row.startMs >= filter.fromMs) &&
      (filter.toMs === undefined || row.startMs < filter.toMs),
  );
  return facetFields
    .filter((field) => fields.includes(field))
    .map((field) => {
      const applied = facets.filter((facet) => ownFilter === 'applied' || facet.field !== field);
      const counts = new Map<string, number>();
      for (const row of inRange) {
        if (!applied.every((facet) => passes(row, facet))) continue;
        for (const text of valuesOf(row, field)) if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1);
      }
      const values = [...counts].map(([text, profiles]) => ({ value: text, profiles }));
      return {
        field,
        distinctValues: values.length,
        values: values.sort((a, b) => (a.value < b.value ? -1 : 1)),
      };
    });
}

describe('readFacets', () => {
  let readers: TestReaders;
  let nextProject = 1;

  beforeAll(async () => {
    readers = await startReaders();
  });
  afterAll(async () => {
    await readers.stop();
  });

  it('counts like a naive count, whatever the rows and filters', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(arbitraryRow, { minLength: 1, maxLength: 60 }),
        fc.array(arbitraryQuestion, { minLength: 1, maxLength: 6 }),
        async (drawn, questions) => {
          // A project of its own for every run, so that runs do not see each other, as tenants must not.
          const project = nextProject;
          nextProject += 1;
          const rows = drawn.map(({ offsetMs, ...row }, index) => ({
            ...row,
            project,
            id: index.toString(16).padStart(32, '0'),
            startMs: NOON + offsetMs,
          }));
          await readers.insertProfiles(rows);
          for (const question of questions) {
            const counted = await readFacets(readers.client, project as ProjectId, question);
            expect(counted).toEqual(countNaively(rows, question));
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('cuts long lists off but says how long they are', async () => {
    const project = 1_000_000;
    const rows = Array.from({ length: 1_100 }, (_, index) => ({
      project,
      id: index.toString(16).padStart(32, '0'),
      startMs: NOON,
      host: `host-${String(index % 1_050)}`,
    }));
    await readers.insertProfiles(rows);
    const [host] = await readFacets(readers.client, project as ProjectId, {
      filter: {},
      facets: [],
      ownFilter: 'applied',
      fields: ['host'],
    });
    expect(host?.distinctValues).toBe(1_050);
    expect(host?.values).toHaveLength(1_000);
    // The fifty that occur twice are the most frequent ones, so none of them is cut off.
    expect(host?.values.filter(({ profiles }) => profiles === 2)).toHaveLength(50);
  });
});
