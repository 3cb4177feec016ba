import { ProfileFormatError } from '../profile-format-error.ts';
import type {
  FirefoxFrames,
  FirefoxFuncs,
  FirefoxNativeSymbols,
  FirefoxStacks,
  FirefoxTables,
} from './firefox-profile.ts';
import type { FirefoxLimits } from './limits.ts';
import { outOfRange, type RawTable } from './raw-table.ts';
import type { RawTables } from './raw-tables.ts';

/** `resourceTable.type` of a module; the others are origins of scripts. */
const LIBRARY = 1;
/** Bits of `frameTable.flags`, from version 71 on: whether a column holds something. */
const FRAME = { inlined: 1, address: 2, nativeSymbol: 8, line: 16, column: 32 } as const;
/** Bits of `funcTable.flags`, from version 75 on. */
const FUNC = { resource: 4, source: 8, line: 16 } as const;

/**
 * Checks all indexes of the tables and gives them the shape of the newest version, whatever theirs is.
 * @throws ProfileFormatError
 */
export function resolveTables(raw: RawTables, libs: number, limits: FirefoxLimits): FirefoxTables {
  const strings = raw.strings ?? [];
  const funcs = resolveFuncs(raw, strings.length, libs);
  const nativeSymbols = resolveNativeSymbols(raw.nativeSymbols, strings.length, libs);
  const frames = resolveFrames(raw.frameTable, funcs, nativeSymbols, libs);
  return { strings, funcs, nativeSymbols, frames, stacks: resolveStacks(raw.stackTable, frames.length, limits) };
}

function resolveFuncs({ funcTable, resourceTable, sources }: RawTables, strings: number, libs: number): FirefoxFuncs {
  if (funcTable === undefined) throw missing('funcTable');
  const { length } = funcTable;
  const gate = gateOf(funcTable);
  const resource = gate('resource', FUNC.resource);
  check(funcTable, 'resource', resource, resourceTable?.length ?? 0);
  const resourceLib = resourceTable?.checked('lib', libs, { optional: true }) ?? new Int32Array(0);
  const lib = resource.map((index) => (index < 0 ? -1 : resourceLib[index]!));
  const resourceName = resourceTable?.checked('name', strings, { optional: true }) ?? new Int32Array(0);
  const resourceType = resourceTable?.indexes('type') ?? new Int32Array(0);
  const module = resource.map((index) => (resourceType[index] === LIBRARY ? resourceName[index]! : -1));
  const name = funcTable.checked('name', strings, { optional: false });
  const line = gate('lineNumber', FUNC.line);
  if (!funcTable.has('source')) {
    return { length, name, file: funcTable.checked('fileName', strings, { optional: true }), line, lib, module };
  }
  const source = gate('source', FUNC.source);
  check(funcTable, 'source', source, sources?.length ?? 0);
  const fileOfSource = sources?.checked('filename', strings, { optional: true }) ?? new Int32Array(0);
  return { length, name, file: source.map((index) => (index < 0 ? -1 : fileOfSource[index]!)), line, lib, module };
}

function resolveNativeSymbols(table: RawTable | undefined, strings: number, libs: number): FirefoxNativeSymbols {
  if (table === undefined) return { length: 0, name: new Int32Array(0), lib: new Int32Array(0) };
  const name = table.checked('name', strings, { optional: false });
  return { length: table.length, name, lib: table.checked('libIndex', libs, { optional: true }) };
}

function resolveFrames(
  table: RawTable | undefined,
  funcs: FirefoxFuncs,
  symbols: FirefoxNativeSymbols,
  libs: number,
): FirefoxFrames {
  if (table === undefined) throw missing('frameTable');
  const { length } = table;
  const gate = gateOf(table);
  const func = table.checked('func', funcs.length, { optional: false });
  const nativeSymbol = gate('nativeSymbol', FRAME.nativeSymbol);
  check(table, 'nativeSymbol', nativeSymbol, symbols.length);
  const hasFlags = table.has('flags');
  const flags = table.indexes('flags');
  const sent = table.numbers('address');
  const address = new Float64Array(length).fill(-1);
  const inlineDepth = table.indexes('inlineDepth');
  const inlined = new Uint8Array(length);
  // The library stands in the frame from version 70 on, before that at the symbol and at the function's resource.
  const ownLib = gate('lib', FRAME.address);
  check(table, 'lib', ownLib, libs);
  const lib = new Int32Array(length);
  for (let frame = 0; frame < length; frame++) {
    const hasAddress = !hasFlags || (flags[frame]! & FRAME.address) !== 0;
    const value = sent?.[frame] ?? -1;
    if (hasAddress && value >= 0) address[frame] = checkAddress(value, frame);
    inlined[frame] = hasFlags ? flags[frame]! & FRAME.inlined : Number(inlineDepth[frame]! > 0);
    const symbol = nativeSymbol[frame]!;
    const fromSymbol = symbol < 0 ? -1 : symbols.lib[symbol]!;
    lib[frame] = [ownLib[frame]!, fromSymbol, funcs.lib[func[frame]!]!].find((index) => index >= 0) ?? -1;
  }
  const line = gate('line', FRAME.line);
  const column = gate('column', FRAME.column);
  return { length, func, address, lib, nativeSymbol, line, column, inlined };
}

/** Both ways of saying who called: `prefix` is the caller's row, `prefixOffset` (from version 66 on) how far above it is. */
function resolveStacks(table: RawTable | undefined, frames: number, limits: FirefoxLimits): FirefoxStacks {
  if (table === undefined) throw missing('stackTable');
  const { length } = table;
  const frame = table.checked('frame', frames, { optional: false });
  const usesOffsets = table.has('prefixOffset');
  const column = usesOffsets ? 'prefixOffset' : 'prefix';
  const sent = table.required(column);
  const prefix = new Int32Array(length);
  const depth = new Int32Array(length);
  for (let stack = 0; stack < length; stack++) {
    const value = sent[stack]!;
    const caller = usesOffsets ? (value === 0 ? -1 : stack - value) : value;
    const isRoot = usesOffsets ? value === 0 : value === -1;
    // A caller stands above those whom it calls, so there are no circles.
    if (!isRoot && (caller < 0 || caller >= stack)) throw outOfRange(table.name, column, stack, value, stack);
    prefix[stack] = caller;
    depth[stack] = isRoot ? 1 : depth[caller]! + 1;
    if (depth[stack]! > limits.depth) {
      throw new ProfileFormatError('too_deep', `stack ${stack} has more than ${limits.depth} frames`);
    }
  }
  return { length, prefix, frame };
}

/** A column, -1 where the flags of the row lack `bit`; tables without flags have -1 or null there themselves. */
function gateOf(table: RawTable): (column: string, bit: number) => Int32Array {
  const hasFlags = table.has('flags');
  const flags = table.indexes('flags');
  return (column, bit) => {
    const values = table.indexes(column);
    return hasFlags ? values.map((value, row) => ((flags[row]! & bit) === 0 ? -1 : value)) : values;
  };
}

function check(table: RawTable, column: string, indexes: Int32Array, end: number): void {
  for (let row = 0; row < indexes.length; row++) {
    if (indexes[row]! >= end) throw outOfRange(table.name, column, row, indexes[row]!, end);
  }
}

function checkAddress(value: number, frame: number): number {
  if (Number.isSafeInteger(value)) return value;
  throw new ProfileFormatError('value_out_of_range', `the address of frame ${frame} is not whole or beyond 2^53`);
}

const missing = (table: string): ProfileFormatError =>
  new ProfileFormatError('missing_column', `the profile has no ${table}`);
