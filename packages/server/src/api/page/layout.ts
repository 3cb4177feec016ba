import { createHash } from 'node:crypto';
import { Html, html } from './html.ts';
import { pageStyle } from './page-style.ts';

const styleHash = createHash('sha256').update(pageStyle).digest('base64');

/** Headers of every page: nothing is loaded, run, framed or sent anywhere, but the one style sheet applies. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

const style = new Html(`<style>${pageStyle}</style>`);
const mark = html`<svg viewBox="0 0 18 18" aria-hidden="true"><path d="M2 17V9a7 7 0 0 1 14 0v8M7 17h4M8 13h2" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg>`;

export const heading: Html = html`<h1>${mark}Hearth</h1>`;

/** A whole page around its body. */
export function layout(title: string, body: Html): string {
  return `<!doctype html>\n${
    html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>${style}</head><body>
${body}
</body></html>`.text
  }\n`;
}
