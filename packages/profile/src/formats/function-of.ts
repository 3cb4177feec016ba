import { hexUint64 } from '../hex-uint64.ts';
import type { Profile } from '../profile.ts';

/** A function as pictures show it. */
export interface TreeFunction {
  /** Never empty. */
  readonly name: string;
  /** '' when unknown. */
  readonly file: string;
}

/** The function of a frame; what has no symbol is named by its module and address. */
export function functionOf({ frames, functions, mappings, strings }: Profile, frame: number): TreeFunction {
  const func = frames.func[frame]!;
  if (func >= 0) {
    const name = strings[functions.name[func]!]! || strings[functions.systemName[func]!]! || '[unknown]';
    return { name, file: strings[functions.file[func]!]! };
  }
  const mapping = frames.mapping[frame]!;
  const module = mapping < 0 ? '' : strings[mappings.file[mapping]!]!;
  const address = hexUint64(frames.addressLo[frame]!, frames.addressHi[frame]!);
  return { name: module === '' ? address : `${module.slice(module.lastIndexOf('/') + 1)} ${address}`, file: module };
}
