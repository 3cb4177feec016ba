import { ago, spanText } from './format.ts';
import { type Html, html } from './html.ts';
import type { Overview } from './overview.ts';

const ID_SHOWN = 8;

/** The newest profiles. */
export function uploadsSection({ uploads, project, nowMs }: Overview): Html {
  const rows = uploads.map(
    (profile) => html`<tr>
<td><a href="/api/v1/projects/${project.key}/profiles/${profile.id}"><code>${profile.id.slice(0, ID_SHOWN)}</code></a></td>
<td class="name">${profile.app}<small>${[profile.environment, profile.release].filter((text) => text !== '').join(' ')}</small></td>
<td class="wide">${profile.types.join(', ') || 'not decoded yet'}</td>
<td>${profile.source}</td>
<td class="number">${spanText(profile.endMs - profile.startMs)}</td>
<td class="number">${ago(profile.startMs, nowMs)}</td></tr>
`,
  );
  return html`<section aria-labelledby="uploads"><div class="head"><h2 id="uploads">Last profiles</h2></div>
${
  rows.length === 0
    ? html`<p class="muted">Nothing came yet.</p>`
    : html`<table><thead><tr><th>Profile</th><th>App</th><th class="wide">Types</th><th>Source</th><th class="number">Length</th><th class="number">Start</th></tr></thead><tbody>
${rows}</tbody></table>`
}</section>
`;
}
