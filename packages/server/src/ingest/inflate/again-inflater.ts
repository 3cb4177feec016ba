import { constants, createGunzip } from 'node:zlib';

/**
 * Node's own inflater without the stream around it, as its synchronous functions use it. Those make one for each call (70 us, and
 * 40 kB that only the garbage collector frees) and memory for each result; there is no public way to use either again, so the
 * parts of Node that are used here are tried once before anything relies on them.
 */
interface Handle {
  onerror: (message: string) => void;
  writeSync(
    flush: number,
    input: Uint8Array,
    inputAt: number,
    inputLength: number,
    output: Uint8Array,
    outputAt: number,
    outputLength: number,
  ): void;
  reset(): void;
}

interface Inflater {
  readonly handle: Handle;
  /** After a call: free bytes of the output, and bytes of the input that were not looked at. */
  readonly state: Uint32Array;
  isBroken: boolean;
}

/** Outputs are made in steps of this size, so that one fits many profiles. */
const STEP_BYTES = 64 * 1024;
/** A profile of a minute inflates to some hundred kilobytes; large ones are rare, and decoded elsewhere. */
const MAX_OUTPUT_BYTES = 512 * 1024;
/** Of all outputs that wait to be used again: what is in hand at once under load. */
const MAX_FREE_BYTES = 16 * 1024 * 1024;

let inflater: Inflater | undefined;
let isUsable: boolean | undefined;
let free: Uint8Array[] = [];
let freeBytes = 0;
/** What was handed out and not given back: nothing else is ever taken back. */
const lent = new WeakSet<ArrayBufferLike>();

/**
 * All members of a gzip stream, inflated into memory that was used before.
 *
 * @param claimedBytes what the stream says it holds
 * @returns undefined when it is damaged, cut off, larger than it says or than is kept, or when this Node works in another way:
 * the caller inflates it in the usual way then
 */
export function gunzipAgain(bytes: Uint8Array, claimedBytes: number): Uint8Array | undefined {
  // One byte to spare tells that there was no more.
  const needed = claimedBytes + 1;
  if (needed > MAX_OUTPUT_BYTES) return undefined;
  isUsable ??= worksHere();
  if (!isUsable) return undefined;
  const output = takeOutput(needed);
  const length = run(bytes, output, needed);
  if (length === undefined) {
    giveBack(output);
    return undefined;
  }
  lent.add(output.buffer);
  return output.subarray(0, length);
}

/** Gives the memory of a result to those that follow: it must not be looked at any more. Other bytes are left alone. */
export function giveInflated({ buffer }: Uint8Array): void {
  if (lent.delete(buffer)) giveBack(new Uint8Array(buffer));
}

/** Leaves all memory that waits to be used again to the garbage collector. */
export function dropInflated(): void {
  free = [];
  freeBytes = 0;
  inflater = undefined;
}

function takeOutput(needed: number): Uint8Array {
  const kept = free.pop();
  if (kept !== undefined) {
    freeBytes -= kept.length;
    if (kept.length >= needed) return kept;
  }
  return new Uint8Array(Math.ceil(needed / STEP_BYTES) * STEP_BYTES);
}

function giveBack(output: Uint8Array): void {
  if (freeBytes + output.length > MAX_FREE_BYTES) return;
  free.push(output);
  freeBytes += output.length;
}

/** @returns how many bytes there are; undefined when they are damaged, or do not leave one byte of the output free */
function run(bytes: Uint8Array, output: Uint8Array, outputLength: number): number | undefined {
  inflater ??= makeInflater();
  const { handle, state } = inflater;
  handle.writeSync(constants.Z_FINISH, bytes, 0, bytes.length, output, 0, outputLength);
  const freeAfter = state[0]!;
  if (inflater.isBroken || freeAfter === 0) {
    inflater = undefined;
    return undefined;
  }
  handle.reset();
  return outputLength - freeAfter;
}

function makeInflater(): Inflater {
  const { _handle: handle, _writeState: state } = createGunzip() as unknown as {
    readonly _handle: Handle;
    readonly _writeState: Uint32Array;
  };
  const made: Inflater = { handle, state, isBroken: false };
  handle.onerror = () => {
    made.isBroken = true;
  };
  return made;
}

/** `gzip` of "hearth", twice: as one stream, and as two members of one. */
const TRIAL = Buffer.from('H4sIAAAAAAAAA8tITSwqyQAAaa1i2AYAAAA=', 'base64');

function worksHere(): boolean {
  try {
    const output = new Uint8Array(64);
    const isRight = (given: Uint8Array, text: string): boolean =>
      run(given, output, output.length) === text.length &&
      Buffer.from(output.subarray(0, text.length)).toString() === text;
    return (
      isRight(TRIAL, 'hearth') &&
      isRight(Buffer.concat([TRIAL, TRIAL]), 'hearthhearth') &&
      run(TRIAL.subarray(0, TRIAL.length - 9), output, output.length) === undefined &&
      run(TRIAL, output, 6) === undefined &&
      isRight(TRIAL, 'hearth')
    );
  } catch {
    return false;
  }
}
