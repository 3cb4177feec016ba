import { usageError } from './usage-error.ts';

/** Checks a `key=value` and gives it back; the value may hold further `=`. */
export function parseLabel(text: string): string {
  if (text.indexOf('=') > 0) return text;
  throw usageError(`--label: ${text} is not key=value`);
}
