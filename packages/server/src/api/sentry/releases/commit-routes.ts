import type { FastifyInstance } from 'fastify';
import { HearthError } from '../../../errors/hearth-error.ts';
import { askOfReply } from '../../ask-of-reply.ts';
import { pageOfList } from '../paging/send-page.ts';
import type { SentryFaceDeps } from '../sentry-face-deps.ts';
import { findRelease } from './find-release.ts';
import { commitItemOf, repositoryItemOf } from './release-item.ts';
import { releaseItems } from './release-items.ts';
import { places, versionOf, viewOf } from './view.ts';

/** Commits of releases, and the repositories that they lie in. */
export function commitRoutes(face: FastifyInstance, deps: SentryFaceDeps): void {
  const { catalog, publicUrl } = deps;
  for (const { prefix, read } of Object.values(places)) {
    face.get(`${prefix}/releases/:version/commits/`, { config: { access: read } }, async (request, reply) => {
      const view = await viewOf(request, deps);
      const release = await findRelease(deps, view, versionOf(request), askOfReply(reply));
      return pageOfList(await catalog.commits.list(release.id), request, reply, publicUrl).map(commitItemOf);
    });
  }

  const { prefix, read } = places.organization;
  // sentry-cli tells the commits since this one; `{}` says that there is none.
  face.get(
    `${prefix}/releases/:version/previous-with-commits/`,
    { config: { access: read } },
    async (request, reply) => {
      const ask = askOfReply(reply);
      const view = await viewOf(request, deps);
      const release = await findRelease(deps, view, versionOf(request), ask);
      const visible = release.projectIds.filter((id) => view.projects.some((project) => project.id === id));
      const version = await catalog.commits.previous({ ...release, projectIds: visible });
      if (version === undefined) return {};
      const previous = await catalog.releases.find(view.organizationId, version, view.reach);
      return previous === undefined ? {} : (await releaseItems(deps, [previous], view.projects, ask))[0];
    },
  );

  face.get(`${prefix}/repos/`, { config: { access: read } }, async (request, reply) => {
    if (request.organization === undefined) throw new HearthError('internal');
    const repositories = await catalog.commits.repositories(request.organization.id);
    return pageOfList(repositories, request, reply, publicUrl).map(repositoryItemOf);
  });
}
