import { DictionaryColumn } from '../native/dictionary-column.ts';
import { NumberColumn } from '../native/number-column.ts';
import { TableBlock } from '../native/table-block.ts';
import { MILLISECONDS, WideColumn } from '../native/wide-column.ts';
import { quarterOf } from '../sample-quarter.ts';

export class SamplesBlock {
  readonly #projectId = new NumberColumn('UInt32');
  readonly #app = new DictionaryColumn();
  readonly #kind = new DictionaryColumn();
  readonly #hour = new NumberColumn('UInt32');
  readonly #time = new WideColumn(MILLISECONDS);
  readonly #keepDays = new NumberColumn('UInt16');
  readonly #groupId = new WideColumn('UInt64');
  readonly nodeId = new WideColumn('UInt64');
  readonly seriesId = new WideColumn('UInt64');
  /** v0 .. v3 */
  readonly values: readonly WideColumn[] = Array.from({ length: 4 }, () => new WideColumn('Int64'));

  /** Values that are 0 throughout are left out: the engine fills them in. */
  get block(): TableBlock<'samples'> {
    const values = this.values.flatMap((column, index) => (column.isZero ? [] : [[`v${index}`, column] as const]));
    return new TableBlock('samples', {
      project_id: this.#projectId,
      app: this.#app,
      kind: this.#kind,
      hour: this.#hour,
      node_id: this.nodeId,
      series_id: this.seriesId,
      time: this.#time,
      ...Object.fromEntries(values),
      keep_days: this.#keepDays,
      group_id: this.#groupId,
    });
  }

  get rows(): number {
    return this.#projectId.length;
  }

  /** Adds what the rows of one kind of one profile have in common; ids and values are pushed by the caller. */
  fill(common: SampleRowsInCommon, count: number): void {
    this.#projectId.fill(common.projectId, count);
    this.#app.fill(common.app, count);
    this.#kind.fill(common.kind, count);
    this.#hour.fill(quarterOf(common.startMs), count);
    this.#time.fill(common.startMs, count);
    this.#keepDays.fill(common.keepDays, count);
    this.#groupId.fill(common.groupId, count);
  }
}

export interface SampleRowsInCommon {
  readonly projectId: number;
  readonly app: string;
  readonly kind: string;
  readonly startMs: number;
  readonly keepDays: number;
  readonly groupId: number;
}
