import { type Html, html } from './html.ts';
import type { Overview } from './overview.ts';
import { snippets } from './snippets.ts';

/** How to connect a profiler, with the address and key of this project. */
export function connectSection({ origin, ingestKey, project, uploads }: Overview): Html {
  const key = ingestKey ?? 'INGEST_KEY';
  const clients = snippets({ origin, key, projectSlug: project.slug }).map(
    ({ client, note, code }, index) => html`<details name="client" ${
      uploads.length === 0 && index === 0 ? html`open` : undefined
    }><summary>${client}<small>${note}</small></summary><pre tabindex="0">${code}</pre></details>
`,
  );
  return html`<section aria-labelledby="connect"><div class="head"><h2 id="connect">Connect a profiler</h2></div>
<p class="muted">Keep the profiler you run and change where it sends. Address and key are those of ${project.name}.${
    ingestKey === undefined ? ' It has no working ingest key: make one first.' : undefined
  }</p>
${clients}</section>
`;
}
