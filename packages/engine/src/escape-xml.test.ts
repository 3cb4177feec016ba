import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeXml } from './escape-xml.ts';

test('escapes what XML takes for markup and keeps the rest', () => {
  expect(escapeXml(`/srv/a & <b> "ünï" 'q'`)).toBe('/srv/a &amp; &lt;b&gt; &quot;ünï&quot; &apos;q&apos;');
  expect(escapeXml('line\r\nend\t')).toBe('line&#13;&#10;end&#9;');
});

test('refuses a character that XML cannot hold', () => {
  expect(() => escapeXml('a\u0000b')).toThrow(RangeError);
  expect(() => escapeXml('a\u001bb')).toThrow(RangeError);
});

test('an escaped text opens no markup, and unescaping gives it back', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!/[\p{Cc}]/u.test(text));
      const escaped = escapeXml(text);
      expect(escaped).not.toMatch(/[<>"']/u);
      const back = escaped
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&apos;', "'")
        .replaceAll('&amp;', '&');
      expect(back).toBe(text);
    }),
  );
});
