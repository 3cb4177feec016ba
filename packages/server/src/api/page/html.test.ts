import { expect, it } from 'vitest';
import { html } from './html.ts';

it('escapes every value, in text and in attributes, and joins what is markup already', () => {
  const name = `<script>"&'`;
  const items = [html`<li>${name}</li>`, html`<li>${2}</li>`];
  expect(html`<ul title="${name}">${items}${undefined}</ul>`.text).toBe(
    '<ul title="&lt;script&gt;&quot;&amp;&#39;"><li>&lt;script&gt;&quot;&amp;&#39;</li><li>2</li></ul>',
  );
});
