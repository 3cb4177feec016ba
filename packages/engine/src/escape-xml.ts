/** Characters XML 1.0 cannot hold at all, escaped or not (section 2.2, `Char`). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is the point
const UNREPRESENTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/u;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // A parser normalises raw line ends and tabs; references survive.
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

/**
 * Text as the content of an XML element or attribute.
 * @throws RangeError when the text holds a control character that XML has no way to write.
 */
export function escapeXml(text: string): string {
  if (UNREPRESENTABLE.test(text)) {
    throw new RangeError(
      `a configuration value holds a control character that XML cannot express: ${JSON.stringify(text)}`,
    );
  }
  return text.replace(/[&<>"'\n\r\t]/gu, (character) => ENTITIES[character] ?? character);
}
