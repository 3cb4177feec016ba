import type { ProjectId } from '../upload.ts';
import { type FacetColumn, type FacetField, type FacetFilter, facetColumns } from './facet-field.ts';
import { facetCondition, type ProfileFilter, profileCondition } from './profile-filter.ts';
import { and, type FieldCondition } from './profile-selection.ts';
import type { Ask, QueryParams, RowSource } from './row-source.ts';

/** A longer list helps nobody choose and would make the answer megabytes; the rest is counted in `distinctValues`. */
export const MAX_FACET_VALUES = 1_000;

export interface FacetQuestion {
  readonly filter: ProfileFilter;
  /** At most one per field. */
  readonly facets: readonly FacetFilter[];
  /** What else narrows, each with the field that it is about. */
  readonly conditions?: readonly FieldCondition[] | undefined;
  /** Whether a field's own filter narrows its own counts. */
  readonly ownFilter: 'applied' | 'left_out';
  /** Fields to count, in any order. */
  readonly fields: readonly FacetField[];
  /** Values of each field, {@link MAX_FACET_VALUES} when absent and at most. */
  readonly limit?: number | undefined;
}

export interface FacetValue {
  readonly value: string;
  /** Profiles of the selection that carry it, each once. */
  readonly profiles: number;
}

export interface FacetCounts {
  readonly field: FacetField;
  /** All distinct values, also those that were cut off. */
  readonly distinctValues: number;
  /** Ascending by value; the most frequent ones when there are more than the question wants. */
  readonly values: readonly FacetValue[];
}

interface Row {
  readonly mask: number;
  readonly value: string;
  readonly profiles: number;
  readonly distinct_values: number;
}

/**
 * Counts the values of each field over the selected profiles in one pass over the table: GROUPING SETS keeps one small
 * hash table per field (measured against a group by all fields at once, which is slower when they combine freely, and
 * sumMap, five times slower). `grouping(...)` tells which field a row is of: the bit of its own column is 0. Types, of which a
 * profile has several, take a pass of their own.
 */
export async function readFacets(
  source: RowSource,
  project: ProjectId,
  question: FacetQuestion,
  ask: Ask = {},
): Promise<readonly FacetCounts[]> {
  const columns = facetColumns.filter((field) => question.fields.includes(field));
  const conditions = conditionsOf(project, question);
  const limit = Math.min(question.limit ?? MAX_FACET_VALUES, MAX_FACET_VALUES);
  const statements: Statement[] = [];
  if (columns.length > 0) statements.push(columnsSql(question, conditions, columns));
  if (question.fields.includes('type')) statements.push(typesSql(question, conditions));
  const [rows = [], types = []] = await Promise.all(
    statements.map(({ sql, params }) =>
      source.rows<Row>({ name: 'read-facets', sql, params: { ...params, limit }, ...ask }),
    ),
  );
  const counted = columns.map((field, index) =>
    countsOf(
      field,
      rows.filter((row) => row.mask === maskOf(index, columns.length)),
    ),
  );
  if (!question.fields.includes('type')) return counted;
  return [...counted, countsOf('type', columns.length === 0 ? rows : types)];
}

const countsOf = (field: FacetField, rows: readonly Row[]): FacetCounts => ({
  field,
  distinctValues: rows[0]?.distinct_values ?? 0,
  values: rows
    .map(({ value, profiles }) => ({ value, profiles }))
    .sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0)),
});

/** All bits but the field's own; the first argument of `grouping` is the highest bit. */
const maskOf = (index: number, length: number): number => (2 ** length - 1) & ~(1 << (length - 1 - index));

interface Statement {
  readonly sql: string;
  readonly params: QueryParams;
}

/** Everything that narrows, with the field that it is about; the project comes first. */
function conditionsOf(
  project: ProjectId,
  { filter, facets, conditions = [] }: FacetQuestion,
): readonly FieldCondition[] {
  const active = facets.filter(({ values }) => values.some((value) => value !== ''));
  return [
    profileCondition(project, filter),
    ...active.map((facet, index) => ({ field: facet.field, ...facetCondition(facet, index) })),
    ...conditions,
  ];
}

const tail = (from: string): string => `
      SELECT mask, value, toFloat64(profiles) AS profiles,
        toFloat64(count() OVER (PARTITION BY mask)) AS distinct_values
      FROM (${from})
      WHERE value != '' AND profiles > 0
      ORDER BY mask, profiles DESC, value
      LIMIT {limit:UInt32} BY mask`;

function columnsSql(
  { ownFilter }: FacetQuestion,
  conditions: readonly FieldCondition[],
  fields: readonly FacetColumn[],
): Statement {
  const isLeftOut = ({ field }: FieldCondition): boolean =>
    ownFilter === 'left_out' && fields.some((counted) => counted === field);
  const leftOut = conditions.filter(isLeftOut);
  const applied = conditions.filter((condition) => !isLeftOut(condition));

  const countWithout = (own: FacetField | undefined): string => {
    const others = leftOut.filter(({ field }) => field !== own).map(({ sql }) => sql);
    return others.length === 0 ? 'count()' : `countIf(${others.join(' AND ')})`;
  };
  const ownFields = fields.filter((field) => leftOut.some((condition) => condition.field === field));
  const counts = ownFields.map(
    (field) => `mask = ${maskOf(fields.indexOf(field), fields.length)}, ${countWithout(field)}`,
  );
  const profiles =
    counts.length === 0 ? countWithout(undefined) : `multiIf(${counts.join(', ')}, ${countWithout(undefined)})`;

  return {
    sql: tail(`
        SELECT toUInt32(grouping(${fields.join(', ')})) AS mask,
          concat(${fields.map((field) => `toString(${field})`).join(', ')}, '') AS value,
          ${profiles} AS profiles
        FROM profiles
        WHERE ${and(applied).sql}
        GROUP BY GROUPING SETS (${fields.map((field) => `(${field})`).join(', ')})`),
    params: and(conditions).params,
  };
}

function typesSql({ ownFilter }: FacetQuestion, conditions: readonly FieldCondition[]): Statement {
  const applied = conditions.filter(({ field }) => ownFilter === 'applied' || field !== 'type');
  const { sql, params } = and(applied);
  return {
    sql: tail(`
        SELECT toUInt32(0) AS mask, toString(arrayJoin(arrayDistinct(types))) AS value, count() AS profiles
        FROM profiles
        WHERE ${sql}
        GROUP BY value`),
    params,
  };
}
