/** What content looks like from outside: enough to tell its format, made in one walk that decodes nothing and never throws. */
export type ContentOutline =
  /** Keys of the outermost object, as far as they are there: cut-off JSON has fewer. */
  | { readonly kind: 'json-object'; readonly keys: ReadonlySet<string> }
  | { readonly kind: 'json-array' }
  /** The first lines that hold something, whole ones. */
  | { readonly kind: 'text'; readonly lines: readonly string[] }
  | { readonly kind: 'binary' }
  | { readonly kind: 'empty' };

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const COLON = 0x3a;
const SPACE = 0x20;
const LINE_FEED = 0x0a;

/** Documents that we know have 3 to 12 keys. */
const MAX_KEYS = 64;
/** The longest key that tells a format has 18 letters. */
const MAX_KEY_BYTES = 64;
/** A file whose first lines are stacks is not something else further down. */
const MAX_LINES = 8;
/** Where text is looked for; every pprof has control characters in its first message. */
const HEAD_BYTES = 4096;
/** The first line of deep stacks is longer than the head. */
const MAX_LINE_BYTES = 1_048_576;

/** The outline of inflated content, or of its beginning. */
export function outlineOf(bytes: Uint8Array): ContentOutline {
  const start = startOf(bytes);
  if (start === bytes.length) return { kind: 'empty' };
  if (opens(bytes, start, OPEN_BRACE, '"}')) return { kind: 'json-object', keys: outerKeys(bytes, start) };
  if (opens(bytes, start, OPEN_BRACKET, '"[]{-0123456789')) return { kind: 'json-array' };
  return isText(bytes) ? { kind: 'text', lines: firstLines(bytes, start) } : { kind: 'binary' };
}

/** The first byte that is neither a mark of UTF-8 nor white space. */
function startOf(bytes: Uint8Array): number {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (at < bytes.length && isSpace(bytes[at]!)) at++;
  return at;
}

/** Whether JSON opens here: names of functions begin with brackets as well, as in `{main};handle 3` and `[unknown] 3`. */
function opens(bytes: Uint8Array, start: number, bracket: number, followers: string): boolean {
  if (bytes[start] !== bracket) return false;
  let at = start + 1;
  while (at < bytes.length && isSpace(bytes[at]!)) at++;
  return at === bytes.length || followers.includes(String.fromCharCode(bytes[at]!));
}

const isSpace = (byte: number): boolean => byte === SPACE || (byte >= 0x09 && byte <= 0x0d);

function isText(bytes: Uint8Array): boolean {
  for (let at = 0; at < Math.min(bytes.length, HEAD_BYTES); at++) {
    if (bytes[at]! < SPACE && !isSpace(bytes[at]!)) return false;
  }
  return true;
}

function outerKeys(bytes: Uint8Array, start: number): ReadonlySet<string> {
  const keys = new Set<string>();
  let depth = 0;
  let isKeyNext = false;
  for (let at = start; at < bytes.length && keys.size < MAX_KEYS; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) {
      const first = at + 1;
      for (at = first; at < bytes.length && bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH) at++;
      if (!isKeyNext) continue;
      isKeyNext = false;
      if (at < bytes.length && at - first <= MAX_KEY_BYTES) keys.add(textOf(bytes, first, at));
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth++;
      isKeyNext = depth === 1;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (--depth === 0) break;
    } else if (byte === COMMA) {
      isKeyNext = depth === 1;
    } else if (byte === COLON) {
      isKeyNext = false;
    }
  }
  return keys;
}

function firstLines(bytes: Uint8Array, start: number): readonly string[] {
  const lines: string[] = [];
  let from = start;
  while (lines.length < MAX_LINES && from < bytes.length) {
    const feed = bytes.subarray(from, from + MAX_LINE_BYTES).indexOf(LINE_FEED);
    // The last line of what was cut off may be half a line; when there is no other it is all there is to see.
    if (feed < 0 && lines.length > 0) break;
    const end = feed < 0 ? bytes.length : from + feed;
    const line = textOf(bytes, from, Math.min(end, from + MAX_LINE_BYTES)).trim();
    if (line !== '') lines.push(line);
    from = end + 1;
  }
  return lines;
}

const textOf = (bytes: Uint8Array, from: number, to: number): string =>
  new TextDecoder().decode(bytes.subarray(from, to));
