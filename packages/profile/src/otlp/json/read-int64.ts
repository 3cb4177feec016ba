import type { JsonBytes } from '../../json/json-bytes.ts';
import type { Halves } from '../../profile-builder.ts';
import { ProfileFormatError } from '../../profile-format-error.ts';

const TWO_32 = 2 ** 32;
/** `-9223372036854775808` and `18446744073709551615` have 20 characters; some writers add `.0` or an exponent. */
const MAX_INT64_BYTES = 32;

/** Takes a 64-bit whole number, which JSON of protobuf writes as text or as a number, signed or not. */
export function readInt64(json: JsonBytes): Halves {
  if (json.isText) return parseInt64(json, json.readText(MAX_INT64_BYTES));
  const from = json.at;
  const value = json.readNumber();
  return Number.isSafeInteger(value) ? halvesOf(value) : parseInt64(json, json.sliceText(from));
}

function parseInt64(json: JsonBytes, text: string): Halves {
  const isNegative = text.startsWith('-');
  const digits = isNegative ? text.slice(1) : text;
  if (!/^\d{1,20}$/.test(digits)) {
    const value = digits === '' ? Number.NaN : Number(text);
    if (!Number.isSafeInteger(value)) throw json.invalid('a whole number');
    return halvesOf(value);
  }
  let lo = 0;
  let hi = 0;
  for (let at = 0; at < digits.length; at++) {
    lo = lo * 10 + (digits.charCodeAt(at) - 0x30);
    const carry = Math.floor(lo / TWO_32);
    lo -= carry * TWO_32;
    hi = hi * 10 + carry;
  }
  if (hi >= TWO_32)
    throw new ProfileFormatError('value_out_of_range', `a number before byte ${json.at} has more than 64 bits`);
  if (!isNegative) return { lo, hi };
  const low = (~lo + 1) >>> 0;
  return { lo: low, hi: (~hi + (low === 0 ? 1 : 0)) >>> 0 };
}

function halvesOf(value: number): Halves {
  const hi = Math.floor(value / TWO_32);
  return { lo: value - hi * TWO_32, hi: hi >>> 0 };
}
