import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Organization } from '../catalog/organizations.ts';
import type { Project } from '../catalog/projects.ts';
import { HearthError } from '../errors/hearth-error.ts';
import type { Access, Locator } from './access.ts';
import { awaitBodyKey, awaitsBodyKey } from './body-key.ts';
import type { Call, Demand } from './call.ts';
import { ANONYMOUS, type Caller } from './caller.ts';
import { Doorkeeper, type DoorkeeperOptions } from './doorkeeper.ts';
import { linkCodeOf } from './file-links/link-parameter.ts';
import { listenerOf } from './listener-mark.ts';
import { pathKeyOf } from './path-key.ts';
import { addRoute, startRouteTable } from './route-table.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; set before the body is read. */
    caller: Caller;
    /** The project of the request, when its access has one. */
    project: Project | undefined;
    /** The organization of the request, when its access names one. */
    organization: Organization | undefined;
  }
}

export interface AuthOptions extends DoorkeeperOptions {
  /** How people reach this server, when that is configured. */
  readonly publicUrl?: string | undefined;
}

/**
 * Guards every route of an application, whatever server on whichever listener serves it. To be called on the root
 * instance before any route: a route without `config.access` fails its registration, and one that was there before
 * answers `internal`.
 */
export function registerAuth(app: FastifyInstance, { publicUrl, ...options }: AuthOptions): void {
  const doorkeeper = new Doorkeeper(options);
  const publicOrigin = publicUrl === undefined ? undefined : new URL(publicUrl).origin;
  startRouteTable(app);
  app.decorateRequest('caller');
  app.decorateRequest('project');
  app.decorateRequest('organization');
  app.addHook('onRoute', (route) => {
    addRoute(app, route);
  });
  app.addHook('onRequest', async (request) => {
    request.caller = ANONYMOUS;
    // An unknown address is unknown to everyone alike.
    if (request.is404) return;
    const access: Access | undefined = request.routeOptions.config.access;
    if (access === undefined) throw new HearthError('internal');
    const call: Call = {
      method: request.method,
      headers: request.headers,
      pathKey: pathKeyOf(request.raw),
      sentryKey: sentryKeyOf(request.query),
      link: linkCodeOf(request.query),
      listener: listenerOf(request.raw),
      publicOrigin,
    };
    const demand = demandOf(access, request);
    const { caller, project, organization, awaitsBodyKey } = await doorkeeper.admit(call, demand);
    request.caller = caller;
    request.project = project;
    request.organization = organization;
    if (awaitsBodyKey === true && demand.kind === 'ingest') {
      awaitBodyKey(request, async (found) => {
        const admission = await doorkeeper.admitByBodyKey(call, demand, found);
        request.caller = admission.caller;
        request.project = admission.project;
      });
    }
  });
  // A handler that forgets to let its caller in has nothing to say to them.
  app.addHook('onSend', async (request, reply) => {
    if (awaitsBodyKey(request) && reply.statusCode < 400) throw new HearthError('unauthenticated');
  });
}

/** The project that a route's access promises; `internal` on a route whose access names none. */
export function projectOf({ project }: FastifyRequest): Project {
  if (project === undefined) throw new HearthError('internal');
  return project;
}

/** The organization that a route's access promises; `internal` on a route whose access names none. */
export function organizationOf({ organization }: FastifyRequest): Organization {
  if (organization === undefined) throw new HearthError('internal');
  return organization;
}

function demandOf(access: Access, request: FastifyRequest): Demand {
  if (access.kind !== 'ingest' && access.kind !== 'scope') return { kind: access.kind };
  const located = (locator: Locator | undefined) => locator && { ref: locator(request) };
  const project = located(access.project);
  const choice = located(access.choice);
  if (access.kind === 'ingest') {
    return {
      kind: 'ingest',
      ...(project && { project }),
      ...(choice && { choice }),
      ...(access.keyInBody && { keyInBody: true }),
    };
  }
  const organization = located(access.organization);
  const linked = located(access.linked);
  return {
    kind: 'scope',
    anyOf: access.anyOf,
    ...(project && { project }),
    ...(organization && { organization }),
    ...(access.tenant && { tenant: true }),
    ...(linked && { linked }),
    ...(choice && { choice }),
  };
}

function sentryKeyOf(query: unknown): string | undefined {
  const value = (query as Readonly<Record<string, unknown>> | undefined)?.['sentry_key'];
  return typeof value === 'string' ? value : undefined;
}
