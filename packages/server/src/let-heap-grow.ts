import { setFlagsFromString } from 'node:v8';

/** By how much the heap and what hangs on it may grow between two full collections. */
const GROWING_PERCENT = 200;

/**
 * Lets the heap grow to three times its size before all of it is looked through. What uploads bring lies outside of the heap
 * (bodies, columns), so the heap itself stays at some 40 MB; V8 takes that for a small program and collects after every 30 MB of
 * bodies and columns, several times a second, which was an eighth of the server's CPU time. Costs up to 50 MB of memory under load.
 */
export function letHeapGrow(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`);
}
