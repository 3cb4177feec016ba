import { expect, test } from 'vitest';
import { renderXml } from './render-xml.ts';

test('nests, repeats, escapes and writes flags as ClickHouse reads them', () => {
  expect(
    renderXml({ root: { on: true, off: false, size: 12, path: 'a&b', empty: {}, rule: [{ a: 1 }, { b: 'x' }] } }),
  ).toBe(
    `<root>
  <on>1</on>
  <off>0</off>
  <size>12</size>
  <path>a&amp;b</path>
  <empty/>
  <rule>
    <a>1</a>
  </rule>
  <rule>
    <b>x</b>
  </rule>
</root>
`,
  );
});
