// Control characters, and the marks that reorder text: values come from uploads, and must not drive the terminal.
const unsafe = /[\p{Cc}\p{Bidi_Control}]/gu;

/** The text with control characters made visible as `\u{..}`. */
export function printable(text: string): string {
  return text.replace(unsafe, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`);
}
