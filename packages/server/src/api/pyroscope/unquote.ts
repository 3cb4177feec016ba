const SIMPLE: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};
/** Code points by their digits: `\x41`, `\u0041`, `\U00000041`, `\101`. */
const NUMERIC = /(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3}))/y;
const LAST_CODE_POINT = 0x10_ffff;

/**
 * A text in quotes at a place, as Prometheus writes it: with escapes between double or single quotes, as it is between backticks.
 * `end` is the place after it. Undefined when there is none, or none that ends.
 */
export function unquote(text: string, from: number): { readonly value: string; readonly end: number } | undefined {
  const quote = text[from];
  if (quote === '`') {
    const end = text.indexOf('`', from + 1);
    return end < 0 ? undefined : { value: text.slice(from + 1, end), end: end + 1 };
  }
  if (quote !== '"' && quote !== "'") return undefined;
  let value = '';
  for (let at = from + 1; at < text.length; ) {
    const character = text[at]!;
    if (character === quote) return { value, end: at + 1 };
    if (character === '\n') return undefined;
    if (character !== '\\') {
      value += character;
      at++;
      continue;
    }
    const simple = SIMPLE[text[at + 1] ?? ''];
    if (simple !== undefined) {
      value += simple;
      at += 2;
      continue;
    }
    NUMERIC.lastIndex = at + 1;
    const [digits, two, four, eight, octal] = NUMERIC.exec(text) ?? [];
    if (digits === undefined) return undefined;
    const code = octal === undefined ? Number.parseInt(two ?? four ?? eight ?? '', 16) : Number.parseInt(octal, 8);
    if (code > LAST_CODE_POINT) return undefined;
    value += String.fromCodePoint(code);
    at += 1 + digits.length;
  }
  return undefined;
}
