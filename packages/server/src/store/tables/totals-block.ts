import type { ValueType } from '@hearth/profile';
import { DictionaryColumn } from '../native/dictionary-column.ts';
import { NumberColumn } from '../native/number-column.ts';
import { TableBlock } from '../native/table-block.ts';
import { MILLISECONDS, WideColumn } from '../native/wide-column.ts';

export interface TotalRow {
  readonly projectId: number;
  readonly app: string;
  readonly type: ValueType;
  readonly startMs: number;
  readonly seriesLo: number;
  readonly seriesHi: number;
  /** Within ±2^63. */
  readonly value: bigint;
  /** Whether this row stands for its profile: one row of a profile and type does. */
  readonly isCounted: boolean;
  readonly keepDays: number;
  readonly groupId: number;
}

export class TotalsBlock {
  readonly #projectId = new NumberColumn('UInt32');
  readonly #app = new DictionaryColumn();
  readonly #type = new DictionaryColumn();
  readonly #unit = new DictionaryColumn();
  readonly #aggregation = new DictionaryColumn();
  readonly #time = new WideColumn(MILLISECONDS);
  readonly #seriesId = new WideColumn('UInt64');
  readonly #value = new WideColumn('Int64');
  readonly #profiles = new NumberColumn('UInt8');
  readonly #keepDays = new NumberColumn('UInt16');
  readonly #groupId = new WideColumn('UInt64');

  readonly block = new TableBlock('totals', {
    project_id: this.#projectId,
    app: this.#app,
    type: this.#type,
    unit: this.#unit,
    aggregation: this.#aggregation,
    time: this.#time,
    series_id: this.#seriesId,
    value: this.#value,
    profiles: this.#profiles,
    keep_days: this.#keepDays,
    group_id: this.#groupId,
  });

  add(row: TotalRow): void {
    this.#projectId.push(row.projectId);
    this.#app.push(row.app);
    this.#type.push(row.type.type);
    this.#unit.push(row.type.unit);
    this.#aggregation.push(row.type.aggregation);
    this.#time.push(row.startMs);
    this.#seriesId.pushHalves(row.seriesLo, row.seriesHi);
    this.#value.pushBigInt(row.value);
    this.#profiles.push(row.isCounted ? 1 : 0);
    this.#keepDays.push(row.keepDays);
    this.#groupId.push(row.groupId);
  }
}
