import { ByteSink } from './byte-sink.ts';
import type { Cell, Column } from './column.ts';

/** Rows on their way into one table. */
export class TableBlock<Table extends string = string> {
  readonly table: Table;
  readonly columns: Readonly<Record<string, Column>>;

  constructor(table: Table, columns: Readonly<Record<string, Column>>) {
    this.table = table;
    this.columns = columns;
  }

  get rows(): number {
    return Object.values(this.columns)[0]?.length ?? 0;
  }

  /** One block of the Native format: number of columns and rows, then each column with its name and type. */
  encode(): readonly Uint8Array[] {
    const columns = Object.entries(this.columns);
    const { rows } = this;
    const sink = new ByteSink();
    sink.varint(columns.length);
    sink.varint(rows);
    for (const [name, column] of columns) {
      if (column.length !== rows) throw new Error(`${this.table}.${name} has ${column.length} of ${rows} rows`);
      sink.text(name);
      sink.text(column.type);
      column.encodePrefix(sink);
      column.encode(sink);
    }
    return sink.finish();
  }

  /** Gives up the memory of its columns, once it is sent and answered. It must not be used any more. */
  release(): void {
    for (const column of Object.values(this.columns)) column.release?.();
  }

  /** The rows as objects: for tests and the model's double. */
  toRows(): readonly Readonly<Record<string, Cell>>[] {
    const columns = Object.entries(this.columns);
    return Array.from({ length: this.rows }, (_, row) =>
      Object.fromEntries(columns.map(([name, column]) => [name, column.cell(row)])),
    );
  }
}
