import { ago, countText } from './format.ts';
import { type Html, html } from './html.ts';
import type { Overview } from './overview.ts';

/** The apps of the last day, with what was dropped of each. */
export function appsSection({ applications, ingest, nowMs }: Overview): Html {
  const dropped = (app: string): number =>
    ingest.tallies
      .filter((tally) => tally.app === app && tally.outcome === 'dropped')
      .reduce((sum, { count }) => sum + count, 0);
  const rows = applications.map(
    ({ app, languages, environments, types, profiles, lastSeenMs }) => html`<tr>
<td class="name">${app}<small>${languages.join(', ')}</small></td>
<td>${environments.join(', ')}</td>
<td class="wide">${types.map(({ name }) => name).join(', ')}</td>
<td class="number">${countText(profiles)}</td>
<td class="number">${droppedText(dropped(app))}</td>
<td class="number">${ago(lastSeenMs, nowMs)}</td></tr>
`,
  );
  return html`<section aria-labelledby="apps"><div class="head"><h2 id="apps">Apps</h2><span>last 24 hours</span></div>
${
  rows.length === 0
    ? html`<p class="muted">No app sent a profile in the last 24 hours.</p>`
    : html`<table><thead><tr><th>App</th><th>Environment</th><th class="wide">Types</th><th class="number">Profiles</th><th class="number">Dropped</th><th class="number">Last profile</th></tr></thead><tbody>
${rows}</tbody></table>`
}</section>
`;
}

const droppedText = (count: number): Html =>
  count === 0 ? html`0` : html`<span class="bad">${countText(count)} dropped</span>`;
