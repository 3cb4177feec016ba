import { ago, countText } from './format.ts';
import { type Html, html } from './html.ts';
import type { Overview } from './overview.ts';

/** What became of the uploads of the last day, and the last ones that were not simply taken. */
export function ingestSection({ ingest, nowMs }: Overview): Html {
  // Accepted under a reason is what uploads held beside and nobody lost.
  const total = (outcome: string): number =>
    ingest.tallies
      .filter((tally) => tally.outcome === outcome && (outcome !== 'accepted' || tally.reason === ''))
      .reduce((sum, { count }) => sum + count, 0);
  const dropped = total('dropped');
  const rows = ingest.refusals.map(
    ({ atMs, outcome, reason, source, app, count, message }) => html`<tr>
<td class="number">${ago(atMs, nowMs)}</td>
<td>${outcome === 'dropped' ? html`<span class="bad">${reason}</span>` : reason || outcome}${count > 1 ? ` ${countText(count)} times` : undefined}</td>
<td>${source}</td><td class="name">${app}</td>
<td>${message}</td></tr>
`,
  );
  return html`<section aria-labelledby="ingest"><div class="head"><h2 id="ingest">Ingest</h2><span>last 24 hours</span></div>
<div class="figures"><span><b class="ok">${countText(total('accepted'))}</b> accepted</span>
<span><b>${countText(total('duplicate'))}</b> duplicate</span>
<span>${dropped === 0 ? html`<b>0</b> dropped` : html`<span class="bad"><b>${countText(dropped)}</b> dropped</span>`}</span></div>
${
  rows.length === 0
    ? undefined
    : html`<table><thead><tr><th class="number">When</th><th>Reason</th><th>Source</th><th>App</th><th>Message</th></tr></thead><tbody>
${rows}</tbody></table>`
}</section>
`;
}
