import type { Catalog } from '../catalog/catalog.ts';
import type { ProjectId } from '../catalog/ids.ts';
import type { Organization } from '../catalog/organizations.ts';
import type { Project } from '../catalog/projects.ts';
import type { Scope } from '../catalog/scope.ts';
import { HearthError } from '../errors/hearth-error.ts';
import type { BodyKey, Call, Demand } from './call.ts';
import { ANONYMOUS, type Caller, callerOfLink, trustedCaller } from './caller.ts';
import { chooseOrganization } from './choose-organization.ts';
import { chooseProject, DEFAULT_PROJECT_NUMBER } from './choose-project.ts';
import { authorizationOf, uploadCredentialsOf } from './credentials.ts';
import type { FileLinks } from './file-links/file-links.ts';
import { callerOfCredential, callerOfDsnKey, callerOfPathKey, callerOfSession } from './identify.ts';
import { MissingScopeError } from './missing-scope-error.ts';
import type { OidcVerifier } from './oidc-verifier.ts';
import { ProjectMovedError } from './project-moved-error.ts';
import { holdsAny } from './scopes.ts';
import { nearbyCallerOf, reachWithin, TENANT_HEADER, type TenantCaller, tenantCallerOf } from './tenant-callers.ts';
import { isTrusted } from './trust.ts';

export interface Admission {
  readonly caller: Caller;
  readonly project?: Project;
  readonly organization?: Organization;
  /** Nobody is let in yet: `admitByBodyKey` decides when the body is read. */
  readonly awaitsBodyKey?: true;
}

type UploadDemand = Demand & { readonly kind: 'ingest' };
type ScopeDemand = Demand & { readonly kind: 'scope' };

export interface ForeignKey {
  readonly scheme: 'dd-api-key' | 'basic';
  readonly projectId: ProjectId;
}

export interface DoorkeeperOptions {
  readonly catalog: Catalog;
  /** Reads the JSON web tokens of Feldera's users; without it none are known. */
  readonly oidc?: OidcVerifier | undefined;
  /** Told of every upload on a trusted listener that carried another vendor's key, which was ignored. */
  readonly onForeignKey?: ((key: ForeignKey) => void) | undefined;
  /** Signed links; none works when absent. */
  readonly fileLinks?: FileLinks | undefined;
}

/** Decides about every call, before its body is read. What it refuses it throws as `HearthError`. */
export class Doorkeeper {
  readonly #catalog: Catalog;
  readonly #oidc: OidcVerifier | undefined;
  readonly #onForeignKey: (key: ForeignKey) => void;
  readonly #fileLinks: FileLinks | undefined;

  constructor({ catalog, oidc, onForeignKey, fileLinks }: DoorkeeperOptions) {
    this.#catalog = catalog;
    this.#oidc = oidc;
    this.#onForeignKey = onForeignKey ?? (() => undefined);
    this.#fileLinks = fileLinks;
  }

  /**
   * Throws `unauthenticated` (no credential), `invalid_token`, `invalid_ingest_key` (a wrong one), `csrf`, `forbidden`
   * (the scopes do not suffice: as `MissingScopeError`, before anything is looked up), `not_a_tenant_member`, `no_tenant`,
   * `ambiguous_tenant` (of Feldera's API), `issuer_unavailable`, `project_not_found` (also for one out of reach; as
   * `ProjectMovedError` for one within reach that was renamed), `invalid_link`, `multiple_credentials` (a link and another).
   */
  async admit(call: Call, demand: Demand): Promise<Admission> {
    // Looked at first and on every route: a wrong key is refused even where none is needed.
    const keyHolder = call.pathKey === undefined ? undefined : await callerOfPathKey(this.#catalog, call.pathKey);
    if (demand.kind === 'public') return { caller: keyHolder ?? ANONYMOUS };
    if (demand.kind === 'ingest') return this.#admitUpload(call, demand, keyHolder);
    // The prefix stands in front of ingest routes and what their clients poll, nothing else.
    if (keyHolder !== undefined) throw new HearthError('not_found');
    switch (demand.kind) {
      case 'session-link':
        return { caller: ANONYMOUS };
      case 'optional':
        return { caller: (await this.#identify(call)) ?? ANONYMOUS };
      case 'session':
        return { caller: required(await callerOfSession(this.#catalog, call)) };
      case 'agent':
        return this.#admitAgent(call);
      case 'scope':
        return this.#admitByScope(call, demand);
    }
  }

  /** By a bearer token only: a page that opens a WebSocket brings its cookies along. */
  async #admitAgent({ headers }: Call): Promise<Admission> {
    const credential = present(authorizationOf(headers), 'unauthenticated');
    if (credential.kind !== 'bearer') throw new HearthError('invalid_token');
    const caller = required(await callerOfCredential(this.#catalog, credential));
    if (caller.agent === undefined) throw new HearthError('forbidden');
    return { caller };
  }

  async #identify(call: Call): Promise<Caller | undefined> {
    const credential = authorizationOf(call.headers);
    if (credential === undefined) return callerOfSession(this.#catalog, call);
    const caller = await callerOfCredential(this.#catalog, credential);
    if (caller === undefined) throw new HearthError('invalid_token');
    return caller;
  }

  async #admitByScope(call: Call, demand: ScopeDemand): Promise<Admission> {
    if (demand.linked !== undefined && call.link !== undefined) return this.#admitByLink(call, demand);
    if (demand.tenant === true) return this.#admitToTenant(call, demand.anyOf);
    const caller = required(await this.#identify(call));
    if (!holdsAny(caller.scopes, demand.anyOf)) throw new MissingScopeError(demand.anyOf, caller.scopes);
    if (demand.choice !== undefined) {
      return { caller, project: await chooseProject(this.#catalog, caller, demand.choice.ref) };
    }
    const missing = demand.project === undefined ? 'not_found' : 'project_not_found';
    const organization =
      demand.organization === undefined
        ? undefined
        : present(await this.#catalog.organizations.find(demand.organization.ref ?? '', caller.reach), missing);
    if (demand.project === undefined) return { caller, ...(organization && { organization }) };
    const ref = demand.project.ref ?? '';
    const found = await this.#catalog.projects.find(ref, caller.reach, organization?.id);
    if (found === undefined && organization !== undefined) {
      const moved = await this.#catalog.projects.findMoved(ref, caller.reach, organization.id);
      if (moved !== undefined) throw new ProjectMovedError(moved.slug);
    }
    return { caller, project: present(found, missing), ...(organization && { organization }) };
  }

  /** A browser's cookies do not count beside a link: whoever opens one may be signed in here. */
  async #admitByLink({ method, headers, link = '' }: Call, demand: ScopeDemand): Promise<Admission> {
    if (authorizationOf(headers) !== undefined) throw new HearthError('multiple_credentials');
    const found = method === 'GET' ? await this.#fileLinks?.verify(link, demand.linked?.ref ?? '') : undefined;
    if (found === undefined) throw new HearthError('invalid_link');
    const caller = callerOfLink(found);
    if (demand.project === undefined) return { caller };
    // The link says which project, not the address: they cannot differ, and if they did, the link's is the one it may open.
    const project = await this.#catalog.projects.find(String(found.file.projectId), caller.reach);
    if (project === undefined) throw new HearthError('invalid_link');
    return { caller, project };
  }

  async #admitToTenant(call: Call, anyOf: readonly Scope[]): Promise<Admission> {
    const { caller, organizations } = await this.#identifyForTenant(call);
    if (!holdsAny(caller.scopes, anyOf)) throw new MissingScopeError(anyOf, caller.scopes);
    const header = call.headers[TENANT_HEADER];
    const organization = chooseOrganization(
      organizations ?? (await this.#catalog.organizations.list(caller.reach)),
      typeof header === 'string' ? header : undefined,
    );
    return { caller: { ...caller, reach: reachWithin(caller.reach, organization) }, organization };
  }

  async #identifyForTenant(call: Call): Promise<TenantCaller> {
    const known = await tenantCallerOf(this.#catalog, this.#oidc, call);
    if (known !== undefined) return known;
    return { caller: required((await this.#identify(call)) ?? (await nearbyCallerOf(this.#catalog, call))) };
  }

  /**
   * Decides about an upload that carried no credential outside of its body. The body's key wins over everything else that
   * could let it in; without one it is admitted as any upload without a credential.
   */
  async admitByBodyKey(call: Call, demand: UploadDemand, found: BodyKey | undefined): Promise<Admission> {
    if (found === undefined) return this.#admitUploader(await this.#uploader(call), demand);
    const caller = await callerOfDsnKey(this.#catalog, found.key);
    const admission = await this.#admitUploader(caller, { project: { ref: found.project } });
    return demand.project === undefined ? admission : this.#admitUploader(caller, demand);
  }

  async #admitUpload(call: Call, demand: UploadDemand, keyHolder?: Caller): Promise<Admission> {
    if (demand.keyInBody === true && keyHolder === undefined) {
      const sent = uploadCredentialsOf(call.headers, call.sentryKey).filter(({ kind }) => kind !== 'api-key');
      if (sent.length > 1) throw new HearthError('multiple_credentials');
      if (sent.length === 0) return { caller: ANONYMOUS, awaitsBodyKey: true };
    }
    return this.#admitUploader(keyHolder ?? (await this.#uploader(call)), demand);
  }

  async #admitUploader(caller: Caller, names: Pick<UploadDemand, 'project' | 'choice'>): Promise<Admission> {
    if (!holdsAny(caller.scopes, ['ingest'])) throw new HearthError('forbidden');
    const ref = names.project?.ref;
    if (ref === undefined) return { caller, project: await chooseProject(this.#catalog, caller, names.choice?.ref) };
    return { caller, project: present(await this.#catalog.projects.find(ref, caller.reach), 'project_not_found') };
  }

  async #uploader(call: Call): Promise<Caller> {
    const foreign: ForeignKey['scheme'][] = [];
    for (const credential of uploadCredentialsOf(call.headers, call.sentryKey)) {
      const caller = await callerOfCredential(this.#catalog, credential);
      if (caller !== undefined) return caller;
      foreign.push(credential.kind === 'api-key' ? 'dd-api-key' : 'basic');
    }
    const session = await callerOfSession(this.#catalog, call);
    if (session !== undefined) return session;
    if (!isTrusted(call.listener, call.headers)) {
      if (foreign.length === 0) throw new HearthError('unauthenticated');
      throw new HearthError(foreign.includes('basic') ? 'invalid_token' : 'invalid_ingest_key');
    }
    const ref = call.listener?.project ?? DEFAULT_PROJECT_NUMBER;
    const project = present(await this.#catalog.projects.find(ref, { kind: 'all' }), 'project_not_found');
    for (const scheme of foreign) this.#onForeignKey({ scheme, projectId: project.id });
    return trustedCaller(project);
  }
}

const required = (caller: Caller | undefined): Caller => present(caller, 'unauthenticated');

function present<T>(value: T | undefined, code: 'unauthenticated' | 'not_found' | 'project_not_found'): T {
  if (value === undefined) throw new HearthError(code);
  return value;
}
