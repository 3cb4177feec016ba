import type { FastifyRequest } from 'fastify';
import type { Scope } from '../catalog/scope.ts';

/** Finds how a request names a project or an organization: number, slug or (projects) key; undefined: not at all. */
export type Locator = (request: FastifyRequest) => string | undefined;

/** Who may use a route. Every route declares one as `config.access`; one without is refused at registration. */
export type Access =
  /** Anyone; credentials are not looked at. */
  | { readonly kind: 'public' }
  /** Anyone, but who calls is found out: `request.caller` is a token's, a session's, or anonymous. */
  | { readonly kind: 'optional' }
  /**
   * Uploads: an ingest key, a token with `ingest`, a session, or nobody on a trusted listener. `request.project` is
   * always set: the one `project` names, else the one the credential implies.
   *
   * `choice`: a header that only chooses among the projects that the credential may use; any other is `forbidden`.
   *
   * `keyInBody`: uploads that may carry their key inside. More than one credential is refused; with none at all nobody is
   * let in yet, and `request.project` stays unset until the handler has found the key and called `admitByBodyKey`.
   */
  | { readonly kind: 'ingest'; readonly project?: Locator; readonly choice?: Locator; readonly keyInBody?: true }
  /**
   * A token or session that holds one of the scopes, within reach of the project (`request.project`) and organization
   * (`request.organization`) when the route names them.
   *
   * `linked`: a signed link of the file whose key this makes of the address (`file-links/linked-file.ts`) opens the route
   * too, with GET only. `request.caller` is then of kind `link`, holds no scope, and reaches that file's project, which is
   * `request.project` where `project` names one: the handler shows the file and nothing else. It is asked before anything has
   * checked the address.
   */
  | {
      readonly kind: 'scope';
      readonly anyOf: readonly [Scope, ...Scope[]];
      readonly project?: Locator;
      readonly organization?: Locator;
      /**
       * Feldera's API: its keys, its users' JSON web tokens and, where the listener says so, nobody at all are let in too.
       * One organization is chosen: the only one that the caller belongs to, else by the header `Feldera-Tenant`;
       * `request.organization` is set, and the caller's reach ends there.
       */
      readonly tenant?: true;
      readonly linked?: Locator;
      /**
       * A header that only chooses among the projects that the credential may use; any other is `forbidden`. `request.project` is
       * always set: the chosen one, else the one the credential implies.
       */
      readonly choice?: Locator;
    }
  /** The token of an agent: `request.caller.agent` says which host it may be. Nothing else opens such a route. */
  | { readonly kind: 'agent' }
  /** A browser session itself, whatever it may do. */
  | { readonly kind: 'session' }
  /** The one route that takes a one-time code from its query. */
  | { readonly kind: 'session-link' };

/** The locator for a path parameter: `fromPath('project')` for `/projects/:project/...`. */
export const fromPath =
  (parameter: string): Locator =>
  ({ params }) => {
    const value = (params as Readonly<Record<string, unknown>> | undefined)?.[parameter];
    return typeof value === 'string' ? value : undefined;
  };

/** The locator for a header, named in lower case; an empty one names nothing. */
export const fromHeader =
  (header: string): Locator =>
  ({ headers }) => {
    const value = headers[header];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route; see `auth/access.ts`. */
    access: Access;
  }
}
