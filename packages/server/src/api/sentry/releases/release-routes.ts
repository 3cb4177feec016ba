import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ProjectId } from '../../../catalog/ids.ts';
import type { Release } from '../../../catalog/releases/release.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import { askOfReply } from '../../ask-of-reply.ts';
import { readFields } from '../read-fields.ts';
import type { SentryFaceDeps } from '../sentry-face-deps.ts';
import { SentryFieldError } from '../sentry-field-error.ts';
import { findRelease, lookUpRelease } from './find-release.ts';
import {
  changesOf,
  commitsOf,
  newRelease,
  newReleaseOfProject,
  type ReleaseFields,
  releaseChanges,
} from './release-fields.ts';
import { releaseItems } from './release-items.ts';
import type { ReleaseItem } from './release-schema.ts';
import { releaseTimesOf } from './release-times.ts';
import { type Place, places, type ReleaseView, versionOf, viewOf } from './view.ts';

/** sentry-cli tells the files of every commit, which are passed over: a thousand commits of forty files. */
const BODY_BYTES = 4 * 1024 * 1024;

/** One release: announced, shown, changed, removed; the same below an organization and below a project. */
export function releaseRoutes(face: FastifyInstance, deps: SentryFaceDeps): void {
  for (const place of Object.values(places)) {
    announceRoute(face, deps, place);
    singleRoutes(face, deps, place);
  }
}

function announceRoute(face: FastifyInstance, deps: SentryFaceDeps, { prefix, write }: Place): void {
  const options = { config: { access: write }, bodyLimit: BODY_BYTES };
  face.post(`${prefix}/releases/`, options, async (request, reply) => {
    const view = await viewOf(request, deps);
    const { fields, projectIds } = announced(request, view);
    // Without a project it is for a release that is there: sentry-cli archives and restores that way.
    if (projectIds.length === 0 && !(await lookUpRelease(deps, view, fields.version, askOfReply(reply)))) {
      throw new SentryFieldError({ projects: ['This list may not be empty.'] });
    }
    const wanted = { organizationId: view.organizationId, version: fields.version, projectIds };
    const { release, isNew } = await deps.catalog.releases.create({ ...wanted, ...changesOf(fields) });
    await setCommits(deps, release, fields);
    return reply.code(isNew ? 201 : 208).send(await shown(deps, view, release, reply));
  });
}

function singleRoutes(face: FastifyInstance, deps: SentryFaceDeps, { prefix, read, write }: Place): void {
  const path = `${prefix}/releases/:version/`;
  face.get(path, { config: { access: read } }, async (request, reply) => {
    const view = await viewOf(request, deps);
    return shown(deps, view, await findRelease(deps, view, versionOf(request), askOfReply(reply)), reply);
  });
  face.put(path, { config: { access: write }, bodyLimit: BODY_BYTES }, async (request, reply) => {
    const view = await viewOf(request, deps);
    const fields = readFields(releaseChanges, request.body);
    const release = await findRelease(deps, view, versionOf(request), askOfReply(reply));
    const changed = await deps.catalog.releases.update(release.id, changesOf(fields));
    await setCommits(deps, release, fields);
    return shown(deps, view, changed, reply);
  });
  face.delete(path, { config: { access: write } }, async (request, reply) => {
    const view = await viewOf(request, deps);
    const release = await findRelease(deps, view, versionOf(request), askOfReply(reply));
    await assertMayRemove(request, reply, deps, release);
    await deps.catalog.releases.remove(release.id);
    return reply.code(204).send();
  });
}

function announced({ project, body }: FastifyRequest, view: ReleaseView) {
  if (project !== undefined) return { fields: readFields(newReleaseOfProject, body), projectIds: [project.id] };
  const { projects, ...fields } = readFields(newRelease, body);
  return { fields, projectIds: namedProjects(view, projects) };
}

/** Throws Sentry's sentence for a project that does not exist or is out of reach. */
function namedProjects({ projects }: ReleaseView, refs: readonly (string | number)[]): readonly ProjectId[] {
  return refs.map((ref) => {
    const found = projects.find(({ id, slug }) => String(id) === String(ref) || slug === ref);
    if (found === undefined) throw new SentryFieldError({ projects: ['Invalid project ids or slugs'] });
    return found.id;
  });
}

async function setCommits(deps: SentryFaceDeps, release: Release, fields: ReleaseFields): Promise<void> {
  const commits = commitsOf(fields);
  if (commits !== undefined) await deps.catalog.commits.set(release, commits);
}

/** A release that other projects share is not one project's to remove; one that profiles name would come back. */
async function assertMayRemove(
  { caller }: FastifyRequest,
  reply: FastifyReply,
  deps: SentryFaceDeps,
  { organizationId, projectIds, version }: Release,
): Promise<void> {
  const reached = new Set((await deps.catalog.projects.list(caller.reach, organizationId)).map(({ id }) => id));
  if (!projectIds.every((id) => reached.has(id))) throw new HearthError('forbidden');
  const times = await releaseTimesOf(deps, projectIds, [version], askOfReply(reply));
  if ([...times.values()].some((seen) => seen.length > 0)) {
    throw new HearthError('invalid_request', { message: 'This release is named by profiles and cannot be removed.' });
  }
}

async function shown(
  deps: SentryFaceDeps,
  view: ReleaseView,
  release: Release,
  reply: FastifyReply,
): Promise<ReleaseItem> {
  const [item] = await releaseItems(deps, [release], view.projects, askOfReply(reply));
  if (item === undefined) throw new HearthError('not_found');
  return item;
}
