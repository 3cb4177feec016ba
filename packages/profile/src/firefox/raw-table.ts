import { GrowableFloat64 } from '../growable-float64.ts';
import { GrowableInt32 } from '../growable-int32.ts';
import type { JsonBytes } from '../json/json-bytes.ts';
import { ProfileFormatError, type ProfileFormatErrorCode } from '../profile-format-error.ts';

/** Which columns of a table are read, and how many rows it may have. */
export interface TableSpec {
  /** As errors name it. */
  readonly name: string;
  /** Columns of whole numbers from -1 on; null is -1. */
  readonly indexes: readonly string[];
  /** Columns of any numbers; null is NaN. */
  readonly numbers: readonly string[];
  readonly rows: number;
  /** What is thrown past {@link rows}. */
  readonly code: ProfileFormatErrorCode;
}

/** Stands for every index beyond what a table may have: the check of ranges finds it. */
const MAX_INDEX = 2 ** 31 - 1;

/** A table as it stands in the file: those of its columns that the spec names, all of the same length, nothing else checked. */
export class RawTable {
  readonly name: string;
  readonly length: number;
  readonly #indexes: ReadonlyMap<string, Int32Array>;
  readonly #numbers: ReadonlyMap<string, Float64Array>;
  /** '' where there is none. */
  readonly weightType: string;

  private constructor(
    spec: TableSpec,
    length: number,
    indexes: ReadonlyMap<string, Int32Array>,
    numbers: ReadonlyMap<string, Float64Array>,
    weightType: string,
  ) {
    this.name = spec.name;
    this.length = length;
    this.#indexes = indexes;
    this.#numbers = numbers;
    this.weightType = weightType;
  }

  /** Takes a table. @throws ProfileFormatError `bad_json`, `value_count_mismatch`, the spec's code */
  static read(json: JsonBytes, spec: TableSpec): RawTable {
    let length: number | undefined;
    const indexes = new Map<string, Int32Array>();
    const numbers = new Map<string, Float64Array>();
    let weightType = '';
    json.openObject();
    for (let key = json.nextKey(true); key !== undefined; key = json.nextKey(false)) {
      if (key === 'length') length = json.readNumber();
      else if (key === 'weightType' && json.isText) weightType = json.readText(MAX_WORD_BYTES);
      else if (json.takeNull()) continue;
      else if (spec.indexes.includes(key)) indexes.set(key, readIndexes(json, spec, key));
      else if (spec.numbers.includes(key)) numbers.set(key, readNumbers(json, spec, key));
      else json.skipValue();
    }
    for (const [key, column] of [...indexes, ...numbers]) {
      length ??= column.length;
      if (column.length === length) continue;
      throw new ProfileFormatError(
        'value_count_mismatch',
        `${spec.name}.${key} has ${column.length} rows, and the table ${length}`,
      );
    }
    return new RawTable(spec, indexes.size + numbers.size === 0 ? 0 : (length ?? 0), indexes, numbers, weightType);
  }

  has(column: string): boolean {
    return this.#indexes.has(column) || this.#numbers.has(column);
  }

  /** A column of indexes; all -1 when the file has none. */
  indexes(column: string): Int32Array {
    return this.#indexes.get(column) ?? new Int32Array(this.length).fill(-1);
  }

  /** @throws ProfileFormatError `missing_column` */
  required(column: string): Int32Array {
    const indexes = this.#indexes.get(column);
    if (indexes !== undefined || this.length === 0) return indexes ?? new Int32Array(0);
    throw new ProfileFormatError('missing_column', `${this.name} has no column ${column}`);
  }

  /** Undefined when the file has none. */
  numbers(column: string): Float64Array | undefined {
    return this.#numbers.get(column);
  }

  /** A column whose values are all below `end`, or -1 where `optional`. @throws ProfileFormatError `index_out_of_range` */
  checked(column: string, end: number, { optional }: { readonly optional: boolean }): Int32Array {
    const indexes = optional ? this.indexes(column) : this.required(column);
    const start = optional ? -1 : 0;
    for (let row = 0; row < indexes.length; row++) {
      const index = indexes[row]!;
      if (index < start || index >= end) throw outOfRange(this.name, column, row, index, end);
    }
    return indexes;
  }
}

/** Known ones have 10. */
const MAX_WORD_BYTES = 1024;

export function outOfRange(table: string, column: string, row: number, index: number, end: number): ProfileFormatError {
  return new ProfileFormatError(
    'index_out_of_range',
    `row ${row} of ${table}.${column} is ${index}, and there are ${end} rows to point at`,
  );
}

function readIndexes(json: JsonBytes, spec: TableSpec, column: string): Int32Array {
  const values = new GrowableInt32();
  json.openArray();
  for (let isFirst = true; json.nextElement(isFirst); isFirst = false) {
    if (values.length === spec.rows) throw tooMany(spec);
    if (json.takeNull()) {
      values.push(-1);
      continue;
    }
    const value = json.readNumber();
    if (!Number.isInteger(value) || value < -1) {
      throw new ProfileFormatError('index_out_of_range', `row ${values.length} of ${spec.name}.${column} is no index`);
    }
    values.push(Math.min(value, MAX_INDEX));
  }
  return values.toInt32();
}

function readNumbers(json: JsonBytes, spec: TableSpec, column: string): Float64Array {
  const values = new GrowableFloat64();
  json.openArray();
  for (let isFirst = true; json.nextElement(isFirst); isFirst = false) {
    if (values.length === spec.rows) throw tooMany(spec);
    if (json.takeNull()) {
      values.push(Number.NaN);
      continue;
    }
    const value = json.readNumber();
    if (!Number.isFinite(value)) {
      throw new ProfileFormatError('value_out_of_range', `row ${values.length} of ${spec.name}.${column} is too large`);
    }
    values.push(value);
  }
  return values.toFloat64();
}

const tooMany = ({ code, name, rows }: TableSpec): ProfileFormatError =>
  new ProfileFormatError(code, `${name} has more than ${rows} rows`);
