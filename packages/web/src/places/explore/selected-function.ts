import type { FrameInfo } from '@hearth/flamegraph';
import type { ExploreSearch } from './explore-search.ts';

/** A function as it stands in an address: file and module tell functions of the same name apart; without them any is meant. */
export interface SelectedFunction {
  readonly name: string;
  readonly file: string | undefined;
  readonly module: string | undefined;
}

type Parameters = Pick<ExploreSearch, 'fn' | 'fnFile' | 'fnModule'>;

/** Nothing selected. */
export const noFunction: Parameters = { fn: undefined, fnFile: undefined, fnModule: undefined };

export const selecting = ({ name, file, module }: Pick<FrameInfo, 'name' | 'file' | 'module'>): Parameters => ({
  fn: name,
  fnFile: file || undefined,
  fnModule: module || undefined,
});

export const selectedFunction = ({ fn, fnFile, fnModule }: Parameters): SelectedFunction | undefined =>
  fn === undefined ? undefined : { name: fn, file: fnFile, module: fnModule };

/** Whether a frame is of the function; frames of none are of no function. */
export function isOfFunction(wanted: SelectedFunction | undefined, frame: FrameInfo | undefined): boolean {
  if (wanted === undefined || frame === undefined || frame.name !== wanted.name) return false;
  return (
    (wanted.file === undefined || frame.file === wanted.file) &&
    (wanted.module === undefined || frame.module === wanted.module)
  );
}

/** A frame of the function, as far as the address says. */
export const frameOf = (wanted: SelectedFunction | undefined): FrameInfo | undefined =>
  wanted === undefined
    ? undefined
    : { name: wanted.name, file: wanted.file ?? '', line: 0, module: wanted.module ?? '' };
