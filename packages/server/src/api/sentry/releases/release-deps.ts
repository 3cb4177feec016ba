import type { Catalog } from '../../../catalog/catalog.ts';
import type { Questions } from '../../../query/questions.ts';

/** What it takes to show a release: its row, and what its profiles say of it. */
export interface ReleaseDeps {
  readonly catalog: Pick<Catalog, 'releases' | 'releaseDetails' | 'projects'>;
  readonly questions: Pick<Questions, 'releases'>;
}
