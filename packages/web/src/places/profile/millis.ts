import { valueText } from '../../format/number.ts';

/** Milliseconds in the unit that suits them: `409 ms`, `5.62 s`. */
export const millis = (ms: number): string => (ms === 0 ? '0 ms' : valueText(ms, 'milliseconds'));
