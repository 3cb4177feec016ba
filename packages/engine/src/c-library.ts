import { DataType, load, open } from 'ffi-rs';

/** The running program itself, in which the C library is loaded already. */
const C_LIBRARY = 'hearth-c-library';

let opened = false;

export interface SystemCallResult {
  readonly value: number;
  readonly errno: number;
  readonly message: string;
}

/** Calls a function of the C library that takes and answers plain `int`s, for the few that Node does not offer. */
export function callC(funcName: string, ...integers: readonly number[]): SystemCallResult {
  if (!opened) {
    open({ library: C_LIBRARY, path: '' });
    opened = true;
  }
  const result = load<DataType.I32, true>({
    library: C_LIBRARY,
    funcName,
    retType: DataType.I32,
    paramsType: integers.map(() => DataType.I32),
    paramsValue: [...integers],
    errno: true,
  });
  return { value: result.value, errno: result.errnoCode, message: result.errnoMessage };
}
