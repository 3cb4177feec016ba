import type { IncomingHttpHeaders } from 'node:http';
import type { Scope } from '../catalog/scope.ts';
import type { ListenerMark } from './listener-mark.ts';

/** What a decision looks at: nothing of a framework, and never the body. */
export interface Call {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** What stood in the path prefix `/t/<key>`. */
  readonly pathKey?: string | undefined;
  /** The query's `sentry_key`. */
  readonly sentryKey?: string | undefined;
  /** The code of a signed link; '' for one that cannot be a code. */
  readonly link?: string | undefined;
  readonly listener?: ListenerMark | undefined;
  /** Origin of the address at which people reach this server, when it is configured. */
  readonly publicOrigin?: string | undefined;
}

/** `Access` with its locators applied to one call; `ref` is undefined when the call names nothing. */
export type Demand =
  | { readonly kind: 'public' | 'optional' | 'session' | 'session-link' | 'agent' }
  | {
      readonly kind: 'ingest';
      readonly project?: { readonly ref: string | undefined };
      /** Chooses among the caller's projects, where the call names one. */
      readonly choice?: { readonly ref: string | undefined };
      readonly keyInBody?: true;
    }
  | {
      readonly kind: 'scope';
      readonly anyOf: readonly Scope[];
      readonly project?: { readonly ref: string | undefined };
      readonly organization?: { readonly ref: string | undefined };
      readonly tenant?: true;
      /** Key of the file whose signed links are taken. */
      readonly linked?: { readonly ref: string | undefined };
      /** Chooses among the caller's projects, where the call names one. */
      readonly choice?: { readonly ref: string | undefined };
    };

/** A credential that stood in the body of an upload, with the project that it was made for. */
export interface BodyKey {
  readonly key: string;
  /** As the body names it: a number. */
  readonly project: string;
}
