import { appsSection } from './apps-section.ts';
import { connectSection } from './connect-section.ts';
import { html } from './html.ts';
import { ingestSection } from './ingest-section.ts';
import { heading, layout } from './layout.ts';
import type { Overview } from './overview.ts';
import { uploadsSection } from './uploads-section.ts';

/** The page of one project. As long as nothing came, how to connect a profiler stands first. */
export function overviewPage(overview: Overview): string {
  const { project, projects, uploads } = overview;
  const links = projects.map(
    ({ key, name, id }) =>
      html`<a href="/?project=${key}" ${id === project.id ? html`aria-current="page"` : undefined}>${name}</a>`,
  );
  const data = [appsSection(overview), uploadsSection(overview), ingestSection(overview)];
  const connect = connectSection(overview);
  return layout(
    `${project.name} - Hearth`,
    html`<header>${heading}<nav aria-label="Projects">${links}</nav></header>
<main>
${uploads.length === 0 ? [connect, ...data] : [...data, connect]}
<p class="muted">API: <a href="/api/v1/openapi.json">/api/v1/openapi.json</a></p>
</main>`,
  );
}
