import { GrowableInt32 } from './growable-int32.ts';
import type {
  FrameIndex,
  FrameTable,
  FunctionIndex,
  FunctionTable,
  LabelTable,
  MappingIndex,
  MappingTable,
  Profile,
  SampleIndex,
  StackIndex,
  StringIndex,
} from './profile.ts';
import { ProfileFormatError } from './profile-format-error.ts';
import { StackTreeBuilder } from './stack-tree-builder.ts';
import type { ValueType } from './value-type.ts';

/** An unsigned 64-bit number as two halves. */
export interface Halves {
  readonly lo: number;
  readonly hi: number;
}

export interface FunctionInput {
  readonly name: string;
  readonly systemName?: string;
  readonly file?: string;
  readonly startLine?: number;
}

export interface MappingInput {
  readonly file: string;
  readonly buildId?: string;
  readonly start?: Halves;
  readonly limit?: Halves;
  readonly offset?: Halves;
}

export interface FrameInput {
  readonly func?: FunctionIndex;
  readonly line?: number;
  readonly column?: number;
  readonly mapping?: MappingIndex;
  readonly address?: Halves;
  readonly inApp?: boolean;
  readonly inlined?: boolean;
}

/** A label of a sample: text, or a number with a unit. */
export type LabelInput =
  | { readonly key: string; readonly text: string }
  | { readonly key: string; readonly number: Halves; readonly unit?: string };

/** What a profile says about itself. */
export interface ProfileHeader {
  readonly periodType?: ValueType;
  readonly period?: number;
  readonly timeNanos?: Halves;
  readonly durationNanos?: number;
  readonly comments?: readonly string[];
}

const ZERO: Halves = { lo: 0, hi: 0 };

/**
 * Makes a {@link Profile} of things that come one by one: what text and JSON formats are read with. Equal strings, functions,
 * mappings and frames become one. (pprof has its own faster way, straight into columns.)
 */
export class ProfileBuilder {
  readonly #types: readonly ValueType[];
  readonly #strings = new Map<string, number>([['', 0]]);
  readonly #functions = new Table(4);
  readonly #mappings = new Table(8);
  readonly #frames = new Table(8);
  readonly #stacks = new StackTreeBuilder();
  readonly #sampleStack = new GrowableInt32();
  readonly #values: number[][];
  readonly #labelFirst = new GrowableInt32();
  readonly #labels: readonly GrowableInt32[] = Array.from({ length: 6 }, () => new GrowableInt32());

  constructor(types: readonly ValueType[]) {
    this.#types = types;
    this.#values = types.map(() => []);
    this.#labelFirst.push(0);
  }

  string(text: string): StringIndex {
    const known = this.#strings.get(text);
    if (known !== undefined) return known as StringIndex;
    const index = this.#strings.size;
    this.#strings.set(text, index);
    return index as StringIndex;
  }

  func(input: FunctionInput): FunctionIndex {
    const { name, systemName = '', file = '', startLine = 0 } = input;
    return this.#functions.row([
      this.string(name),
      this.string(systemName),
      this.string(file),
      startLine,
    ]) as FunctionIndex;
  }

  mapping(input: MappingInput): MappingIndex {
    const { file, buildId = '', start = ZERO, limit = ZERO, offset = ZERO } = input;
    const halves = [start.lo, start.hi, limit.lo, limit.hi, offset.lo, offset.hi];
    return this.#mappings.row([this.string(file), this.string(buildId), ...halves]) as MappingIndex;
  }

  frame(input: FrameInput): FrameIndex {
    const { func = -1, line = 0, column = 0, mapping = -1, address = ZERO, inApp, inlined = false } = input;
    const origin = inApp === undefined ? -1 : Number(inApp);
    const row = [func, line, column, mapping, address.lo, address.hi, origin, Number(inlined)];
    return this.#frames.row(row) as FrameIndex;
  }

  /** The stack of `frame` called from `parent` (-1: nobody). */
  stack(parent: StackIndex | -1, frame: FrameIndex): StackIndex {
    return this.#stacks.child(parent, frame) as StackIndex;
  }

  /**
   * Adds a sample; `values` has one whole number within ±2^53 for each type.
   * @throws ProfileFormatError `value_count_mismatch` or `value_out_of_range`
   */
  sample(stack: StackIndex | -1, values: readonly number[], labels: readonly LabelInput[] = []): SampleIndex {
    const sample = this.#sampleStack.length;
    if (values.length !== this.#types.length) {
      throw new ProfileFormatError('value_count_mismatch', `sample ${sample} has ${values.length} values`);
    }
    for (const [type, value] of values.entries()) {
      if (!Number.isInteger(value) || Math.abs(value) > 2 ** 53) {
        throw new ProfileFormatError(
          'value_out_of_range',
          `value ${type} of sample ${sample} is not whole or beyond 2^53`,
        );
      }
      this.#values[type]!.push(value);
    }
    this.#sampleStack.push(stack);
    for (const label of labels) this.#label(label);
    this.#labelFirst.push(this.#labels[0]!.length);
    return sample as SampleIndex;
  }

  finish(header: ProfileHeader = {}): Profile {
    return {
      strings: Array.from(this.#strings.keys()),
      functions: this.#functionTable(),
      mappings: this.#mappingTable(),
      frames: this.#frameTable(),
      stacks: this.#stacks.finish(),
      samples: {
        length: this.#sampleStack.length,
        stack: this.#sampleStack.toInt32(),
        values: this.#values.map((column) => Float64Array.from(column)),
        labels: this.#labelTable(),
      },
      types: this.#types,
      periodType: header.periodType,
      period: header.period ?? 0,
      timeNanos: header.timeNanos ?? ZERO,
      durationNanos: header.durationNanos ?? 0,
      comments: header.comments ?? [],
    };
  }

  #label(label: LabelInput): void {
    const row =
      'text' in label
        ? [this.string(label.key), this.string(label.text), 0, 0, 0, 0]
        : [this.string(label.key), 0, 1, label.number.lo, label.number.hi, this.string(label.unit ?? '')];
    for (const [column, value] of row.entries()) this.#labels[column]!.push(value);
  }

  #functionTable(): FunctionTable {
    const [name, systemName, file, startLine] = this.#functions.columns.map((column) => column.toUint32());
    return {
      length: this.#functions.length,
      name: name!,
      systemName: systemName!,
      file: file!,
      startLine: startLine!,
    };
  }

  #mappingTable(): MappingTable {
    const columns = this.#mappings.columns.map((column) => column.toUint32());
    const [file, buildId, startLo, startHi, limitLo, limitHi, offsetLo, offsetHi] = columns;
    return {
      length: this.#mappings.length,
      file: file!,
      buildId: buildId!,
      startLo: startLo!,
      startHi: startHi!,
      limitLo: limitLo!,
      limitHi: limitHi!,
      offsetLo: offsetLo!,
      offsetHi: offsetHi!,
    };
  }

  #frameTable(): FrameTable {
    const [func, line, column, mapping, addressLo, addressHi, inApp, inlined] = this.#frames.columns;
    return {
      length: this.#frames.length,
      func: func!.toInt32(),
      line: line!.toUint32(),
      column: column!.toUint32(),
      mapping: mapping!.toInt32(),
      addressLo: addressLo!.toUint32(),
      addressHi: addressHi!.toUint32(),
      inApp: new Int8Array(inApp!.toInt32()),
      inlined: new Uint8Array(inlined!.toInt32()),
    };
  }

  #labelTable(): LabelTable {
    const [key, text, isNumber, numberLo, numberHi, unit] = this.#labels;
    return {
      first: this.#labelFirst.toUint32(),
      key: key!.toUint32(),
      text: text!.toUint32(),
      isNumber: new Uint8Array(isNumber!.toInt32()),
      numberLo: numberLo!.toUint32(),
      numberHi: numberHi!.toInt32(),
      unit: unit!.toUint32(),
    };
  }
}

/** Rows of 32-bit numbers; equal rows become one. */
class Table {
  readonly columns: readonly GrowableInt32[];
  readonly #rows = new Map<string, number>();

  constructor(columns: number) {
    this.columns = Array.from({ length: columns }, () => new GrowableInt32());
  }

  get length(): number {
    return this.#rows.size;
  }

  row(values: readonly number[]): number {
    const key = values.join(' ');
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const index = this.#rows.size;
    this.#rows.set(key, index);
    for (const [column, value] of values.entries()) this.columns[column]!.push(value);
    return index;
  }
}
