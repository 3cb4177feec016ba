import type { FastifyInstance } from 'fastify';
import { askOfReply } from '../../ask-of-reply.ts';
import { pageOfList } from '../paging/send-page.ts';
import { readFields } from '../read-fields.ts';
import type { SentryFaceDeps } from '../sentry-face-deps.ts';
import { findRelease } from './find-release.ts';
import { newDeploy } from './release-fields.ts';
import { deployItemOf } from './release-item.ts';
import { places, versionOf, viewOf } from './view.ts';

/** Where and when releases were put into service. */
export function deployRoutes(face: FastifyInstance, deps: SentryFaceDeps): void {
  const { catalog, publicUrl } = deps;
  const { prefix, read, write } = places.organization;
  const path = `${prefix}/releases/:version/deploys/`;

  face.get(path, { config: { access: read } }, async (request, reply) => {
    const release = await findRelease(deps, await viewOf(request, deps), versionOf(request), askOfReply(reply));
    return pageOfList(await catalog.deploys.list(release.id), request, reply, publicUrl).map(deployItemOf);
  });

  face.post(path, { config: { access: write } }, async (request, reply) => {
    const view = await viewOf(request, deps);
    const fields = readFields(newDeploy, request.body);
    const release = await findRelease(deps, view, versionOf(request), askOfReply(reply));
    const deploy = await catalog.deploys.add(release.id, {
      environment: fields.environment,
      name: fields.name ?? undefined,
      url: fields.url ?? undefined,
      startedMs: fields.dateStarted ?? undefined,
      finishedMs: fields.dateFinished ?? undefined,
    });
    return reply.code(201).send(deployItemOf(deploy));
  });
}
