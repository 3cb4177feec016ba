import type { Brand } from './brand.ts';
import type { ValueType } from './value-type.ts';

/** Index into {@link Profile.strings}; 0 is always the empty string. */
export type StringIndex = Brand<number, 'StringIndex'>;
export type FunctionIndex = Brand<number, 'FunctionIndex'>;
export type MappingIndex = Brand<number, 'MappingIndex'>;
export type FrameIndex = Brand<number, 'FrameIndex'>;
/** Index into {@link StackTable}; -1 stands for the empty stack (the root). */
export type StackIndex = Brand<number, 'StackIndex'>;
export type SampleIndex = Brand<number, 'SampleIndex'>;

/** One function per row. */
export interface FunctionTable {
  readonly length: number;
  /** StringIndex of the name as people read it. */
  readonly name: Uint32Array;
  /** StringIndex of the linker's name; 0 when the format has none. */
  readonly systemName: Uint32Array;
  /** StringIndex of the source file; 0 when unknown. */
  readonly file: Uint32Array;
  /** First line of the function, 1-based; 0 when unknown. */
  readonly startLine: Uint32Array;
}

/** One loaded module (executable, library, jar) per row. Addresses are lo/hi halves of unsigned 64 bits. */
export interface MappingTable {
  readonly length: number;
  /** StringIndex of the module's file name. */
  readonly file: Uint32Array;
  /** StringIndex of the build id; 0 when unknown. */
  readonly buildId: Uint32Array;
  readonly startLo: Uint32Array;
  readonly startHi: Uint32Array;
  readonly limitLo: Uint32Array;
  readonly limitHi: Uint32Array;
  readonly offsetLo: Uint32Array;
  readonly offsetHi: Uint32Array;
}

/** One place in the code per row: a function at a line, or an address while no symbol is known. */
export interface FrameTable {
  readonly length: number;
  /** FunctionIndex; -1 when only the address is known. */
  readonly func: Int32Array;
  /** 1-based; 0 when unknown. */
  readonly line: Uint32Array;
  /** 1-based; 0 when unknown. */
  readonly column: Uint32Array;
  /** MappingIndex; -1 when unknown. */
  readonly mapping: Int32Array;
  readonly addressLo: Uint32Array;
  readonly addressHi: Uint32Array;
  /** 1 application code, 0 library or runtime, -1 not said by the profiler. */
  readonly inApp: Int8Array;
  /** 1 when the frame was inlined into its parent (the next frame towards the root). */
  readonly inlined: Uint8Array;
}

/**
 * All stacks of a profile as one prefix tree, root first: a parent's index is always smaller than its children's,
 * so one pass upwards adds totals and one pass downwards computes paths.
 *
 *     main ─ handle ─ hash        index  0     1       2     3
 *                   └ render      parent -1    0       1     1
 */
export interface StackTable {
  readonly length: number;
  /** StackIndex of the caller; -1 for a stack of one frame. */
  readonly parent: Int32Array;
  /** FrameIndex of the stack's last (innermost) frame. */
  readonly frame: Uint32Array;
}

/**
 * Labels of samples, flattened: sample i owns rows `first[i] .. first[i + 1]` (so `first` has one element more than there
 * are samples). A label is either text (`text` > 0, or `text` = 0 with `isNumber` = 0) or a signed 64-bit number with a unit.
 */
export interface LabelTable {
  readonly first: Uint32Array;
  /** StringIndex. */
  readonly key: Uint32Array;
  /** StringIndex of a text value. */
  readonly text: Uint32Array;
  readonly isNumber: Uint8Array;
  readonly numberLo: Uint32Array;
  readonly numberHi: Int32Array;
  /** StringIndex of the number's unit; 0 when none. */
  readonly unit: Uint32Array;
}

/** One (stack, values, labels) per row, in the order of the upload. */
export interface SampleTable {
  readonly length: number;
  /** StackIndex; -1 for an empty stack. */
  readonly stack: Int32Array;
  /** One column per value type of the profile; each value is a whole number within ±2^53. */
  readonly values: readonly Float64Array[];
  readonly labels: LabelTable;
}

/**
 * One profile in columns. The model every decoder makes and every encoder reads; indexes of one table into another are
 * checked by the decoder, so readers may trust them.
 */
export interface Profile {
  readonly strings: readonly string[];
  readonly functions: FunctionTable;
  readonly mappings: MappingTable;
  readonly frames: FrameTable;
  readonly stacks: StackTable;
  readonly samples: SampleTable;
  /** Meaning of the value columns, in their order. */
  readonly types: readonly ValueType[];
  /** What one sampling period is measured in, when the format says. */
  readonly periodType: ValueType | undefined;
  /** Whole number within ±2^53; 0 when unknown. */
  readonly period: number;
  /** Unix time in nanoseconds as lo/hi halves of a signed 64-bit number: some profilers put the start here, others the end. */
  readonly timeNanos: { readonly lo: number; readonly hi: number };
  /** Nanoseconds; 0 when unknown. */
  readonly durationNanos: number;
  readonly comments: readonly string[];
}
