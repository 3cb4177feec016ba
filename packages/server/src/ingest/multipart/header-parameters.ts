/** A header value cut into what stands before the first `;` and its parameters, names in lower case. */
export interface HeaderValue {
  readonly value: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * Reads `form-data; name="a b"; filename=c` (RFC 9110 5.6.6): quoted values with `\"` and `\\`, or bare tokens. Of a
 * parameter that comes twice the first counts. Never throws: what cannot be read is left out.
 */
export function parseHeaderValue(text: string): HeaderValue {
  const firstSemicolon = text.indexOf(';');
  const value = (firstSemicolon < 0 ? text : text.slice(0, firstSemicolon)).trim();
  const parameters = new Map<string, string>();
  let at = firstSemicolon < 0 ? text.length : firstSemicolon + 1;
  while (at < text.length) {
    const equals = text.indexOf('=', at);
    if (equals < 0) break;
    const semicolon = text.indexOf(';', at);
    if (semicolon >= 0 && semicolon < equals) {
      at = semicolon + 1;
      continue;
    }
    const name = text.slice(at, equals).trim().toLowerCase();
    at = equals + 1;
    while (text[at] === ' ' || text[at] === '\t') at += 1;
    let content = '';
    if (text[at] === '"') {
      at += 1;
      while (at < text.length && text[at] !== '"') {
        // Browsers and Go escape quotes; a backslash before anything else is part of a Windows path.
        if (text[at] === '\\' && (text[at + 1] === '"' || text[at + 1] === '\\')) at += 1;
        content += text[at];
        at += 1;
      }
      const next = text.indexOf(';', at);
      at = next < 0 ? text.length : next + 1;
    } else {
      const end = semicolon < 0 ? text.length : semicolon;
      content = text.slice(at, end).trim();
      at = end + 1;
    }
    if (name !== '' && !parameters.has(name)) parameters.set(name, content);
  }
  return { value, parameters };
}
