import type { Catalog } from '../../catalog/catalog.ts';
import type { Questions } from '../../query/questions.ts';

export interface SentryFaceDeps {
  readonly catalog: Catalog;
  readonly questions: Questions;
  /** How clients reach this server; the address of the request when undefined. */
  readonly publicUrl: string | undefined;
  /** Unix milliseconds; the system's clock when absent. */
  readonly now?: (() => number) | undefined;
}
