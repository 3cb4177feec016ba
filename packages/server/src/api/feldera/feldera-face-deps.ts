import type { OidcOptions } from '../../auth/oidc-verifier.ts';
import type { Captures } from '../../capture/captures.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Logger } from '../../log/create-logger.ts';

/** What this face asks of captures. */
export type FelderaCaptures = Pick<
  Captures,
  'request' | 'settle' | 'latest' | 'file' | 'hosts' | 'hostsChanged' | 'removePipeline'
>;

export interface FelderaFaceDeps {
  readonly catalog: Catalog;
  readonly captures: FelderaCaptures;
  readonly logger: Pick<Logger, 'info'>;
  /** Why the server cannot work right now; undefined when it can. */
  readonly notReady: () => string | undefined;
  /** Of this server. */
  readonly version: string;
  /** Unix milliseconds. */
  readonly startedMs: number;
  /** How people sign in elsewhere; undefined when they do not. */
  readonly oidc?: OidcOptions | undefined;
  /** Unix milliseconds; the system's clock when absent. */
  readonly now?: (() => number) | undefined;
}
