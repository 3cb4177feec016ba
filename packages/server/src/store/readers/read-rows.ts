import { RowReader } from '../engine-port/row-reader.ts';
import type { ReadQuery, RowSource } from './row-source.ts';

/** Asks, and reads each row of the answer with `read`, which takes the columns as the SELECT names them. */
export async function readRows<Row>(
  source: RowSource,
  query: ReadQuery,
  read: (row: RowReader) => Row,
): Promise<readonly Row[]> {
  const { buffer, byteOffset, byteLength } = await source.binary(query);
  const answer = new RowReader(Buffer.from(buffer, byteOffset, byteLength));
  const rows: Row[] = [];
  while (!answer.isAtEnd) rows.push(read(answer));
  return rows;
}
