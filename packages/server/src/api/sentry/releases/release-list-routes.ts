import type { FastifyInstance } from 'fastify';
import type { ReleaseId } from '../../../catalog/ids.ts';
import type { ReleaseStatus } from '../../../catalog/releases/release.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import { askOfReply } from '../../ask-of-reply.ts';
import { pageQuestion } from '../paging/cursor.ts';
import { linkPages } from '../paging/send-page.ts';
import type { SentryFaceDeps } from '../sentry-face-deps.ts';
import { ensureSeen } from './find-release.ts';
import { releaseItems } from './release-items.ts';
import { places, type ReleaseView, viewOf } from './view.ts';

/**
 * Lists releases, newest first, below an organization (`project`: number, slug, or -1 for all; may be repeated) and below
 * a project; `query`: a part of the version; `status`: open or archived. A cursor is creation time and number of the last
 * release of the page before.
 */
export function releaseListRoutes(face: FastifyInstance, deps: SentryFaceDeps): void {
  for (const { prefix, read } of Object.values(places)) {
    face.get(`${prefix}/releases/`, { config: { access: read } }, async (request, reply) => {
      const ask = askOfReply(reply);
      const query = request.query as Readonly<Record<string, unknown>>;
      const { cursor, perPage } = pageQuestion(query);
      const view = chosen(await viewOf(request, deps), query['project']);
      // A row may be missing after a crash. Later pages are older than anything that this could add.
      if (cursor === undefined) await ensureSeen(deps, view, undefined, ask);
      const { releases, next } = await deps.catalog.releases.list({
        organizationId: view.organizationId,
        projectIds: view.projects.map(({ id }) => id),
        status: statusOf(query['status']),
        contains: textOf(query['query']),
        after: cursor && { createdMs: cursor.value, id: cursor.offset as ReleaseId },
        limit: perPage,
      });
      const following = next && { value: next.createdMs, offset: next.id };
      linkPages(request, reply, { here: cursor, next: following }, deps.publicUrl);
      return releaseItems(deps, releases, view.projects, ask);
    });
  }
}

/** Throws `forbidden` for a project that does not exist or is out of reach, as Sentry does in a query. */
function chosen(view: ReleaseView, wanted: unknown): ReleaseView {
  const refs = wanted === undefined ? [] : [wanted].flat().map(String);
  if (refs.length === 0 || refs.includes('-1')) return view;
  const projects = refs.map((ref) => {
    const project = view.projects.find(({ id, slug }) => String(id) === ref || slug === ref);
    if (project === undefined) throw new HearthError('forbidden');
    return project;
  });
  return { ...view, projects };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const statusOf = (value: unknown): ReleaseStatus | undefined =>
  value === 'open' || value === 'archived' ? value : undefined;
