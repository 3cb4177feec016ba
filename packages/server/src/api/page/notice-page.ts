import { type Html, html } from './html.ts';
import { heading, layout } from './layout.ts';

/** A page that says one thing. */
const notice = (title: string, content: Html): string =>
  layout(
    title,
    html`<main class="narrow"><section><div class="head">${heading}</div>
${content}
</section></main>`,
  );

/** For whoever has no session; says nothing about what is stored. */
export const signInPage = (): string =>
  notice(
    'Hearth: sign in',
    html`<p>This page needs a one-time sign-in link. The server prints one when it starts; another one comes from</p>
<pre tabindex="0">npx hearth link</pre>
<p class="muted">It works once, for ten minutes, in the browser that opens it.</p>`,
  );

export const errorPage = (message: string): string =>
  notice('Hearth', html`<p>${message}</p><p><a href="/">Try again</a></p>`);
