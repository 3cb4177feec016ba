import { randomBytes } from 'node:crypto';

/** Rows that go with a SELECT: a table that only this statement sees. */
export interface StatementTable {
  readonly name: string;
  /** Columns with types, as ClickHouse writes them. With the name a constant of the caller. */
  readonly structure: string;
  /** RowBinary. */
  readonly rows: Uint8Array;
}

/** Random, so that rows cannot be made to hold it. */
const BOUNDARY = `hearth-${randomBytes(16).toString('hex')}`;

export const FORM_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;

/**
 * The body of a statement with a table. The statement itself goes in the address then
 * (https://clickhouse.com/docs/engines/table-engines/special/external-data).
 */
export const formOf = ({ name, rows }: StatementTable): readonly Uint8Array[] => [
  Buffer.from(
    `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
  ),
  rows,
  Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
];

/** What the address says besides. */
export function addTable(search: URLSearchParams, sql: string, { name, structure }: StatementTable): void {
  search.set('query', sql);
  search.set(`${name}_structure`, structure);
  search.set(`${name}_format`, 'RowBinary');
}
