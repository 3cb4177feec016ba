/** A whole number: a string beyond 2^53. */
export type WholeNumber = number | string;

export interface FrameAnswer {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly module: string;
  readonly address: string;
}

export interface FactsAnswer {
  readonly type: { readonly name: string; readonly unit: string; readonly aggregation: 'sum' | 'avg' };
  readonly total: WholeNumber;
  readonly profiles: number;
}

export interface ShapeAnswer {
  readonly id: readonly string[];
  readonly parent: readonly number[];
  readonly frame: readonly number[];
  readonly frames: readonly FrameAnswer[];
  readonly available: number;
}

export interface ValuesAnswer {
  readonly self: readonly WholeNumber[];
  readonly total: readonly WholeNumber[];
  readonly other: readonly WholeNumber[];
}

/** A frame in a table: its function, or where it is in its module. */
export function frameText({ function: name, file, line, module, address }: FrameAnswer): string {
  const shown = name === '' ? `${module === '' ? '?' : module}+0x${address.replace(/^0+(?=.)/, '')}` : name;
  if (file === '') return shown;
  return `${shown} (${line === 0 ? file : `${file}:${String(line)}`})`;
}
