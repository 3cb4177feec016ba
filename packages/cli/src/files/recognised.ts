import { type FileFormatName, type ReadProfile, totalsOf } from '@hearth/profile';
import { renderFields } from '../output/fields.ts';

/** What was found in a file; part of `--json`. */
export interface RecognisedFile {
  readonly file: string;
  readonly format: FileFormatName;
  readonly samples: number;
  readonly functions: number;
  readonly types: readonly RecognisedType[];
}

interface RecognisedType {
  readonly type: string;
  readonly unit: string;
  /** In decimal digits: sums go beyond what a number of JSON holds. */
  readonly total: string;
}

export function recognisedFile(file: string, { format, profile }: ReadProfile): RecognisedFile {
  const totals = totalsOf(profile);
  const types = profile.types.map(({ type, unit }, column) => ({ type, unit, total: String(totals[column]) }));
  return { file, format, samples: profile.samples.length, functions: profile.functions.length, types };
}

/** The same for people. */
export function recognisedText({ file, format, samples, functions, types }: RecognisedFile): string {
  return renderFields([
    ['file', file],
    ['format', format],
    ['samples', String(samples)],
    ['functions', String(functions)],
    ...types.map(({ type, unit, total }) => ['type', `${type}:${unit}  ${total}`] as const),
  ]);
}
