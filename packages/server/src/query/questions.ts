import { findProfile, type ProfileRef } from '../store/readers/find-profile.ts';
import { type IngestSummary, type IngestSummaryQuestion, ingestSummary } from '../store/readers/ingest-summary.ts';
import { type ListProfilesQuestion, listProfiles, type ProfilePage } from '../store/readers/list-profiles.ts';
import type { ProfileFilter } from '../store/readers/profile-filter.ts';
import type { ProfileSummary } from '../store/readers/profile-summary.ts';
import type { FacetCounts } from '../store/readers/read-facets.ts';
import type { Ask, RowSource } from '../store/readers/row-source.ts';
import type { ProjectId } from '../store/upload.ts';
import { askApplications, type DescribedApplication } from './applications.ts';
import { type DeclaredEnvironments, Environments } from './environments.ts';
import { askFacets, type FacetsQuestion } from './facets.ts';
import { askOriginal, type OriginalAnswer } from './originals.ts';

export interface QuestionsOptions {
  readonly source: RowSource;
  readonly declaredEnvironments: DeclaredEnvironments;
  /** Unix milliseconds; the system's clock when absent. */
  readonly now?: (() => number) | undefined;
}

/**
 * Everything a face may ask, free of any protocol. Each question names a project that the caller was let into; each
 * throws HearthError: `query_timeout`, `query_too_big`, `engine_unavailable`.
 */
export class Questions {
  readonly #source: RowSource;
  readonly #environments: Environments;

  constructor({ source, declaredEnvironments, now }: QuestionsOptions) {
    this.#source = source;
    this.#environments = new Environments(source, declaredEnvironments, now);
  }

  /** Whether the environment is declared or some kept profile has it. */
  environmentExists(project: ProjectId, environment: string, ask?: Ask): Promise<boolean> {
    return this.#environments.exists(project, environment, ask);
  }

  /** Newest first by (start, id). */
  profiles(project: ProjectId, question: ListProfilesQuestion, ask?: Ask): Promise<ProfilePage> {
    return listProfiles(this.#source, project, question, ask);
  }

  profile(project: ProjectId, ref: ProfileRef, ask?: Ask): Promise<ProfileSummary | undefined> {
    return findProfile(this.#source, project, ref, ask);
  }

  original(project: ProjectId, ref: ProfileRef, ask?: Ask): Promise<OriginalAnswer | undefined> {
    return askOriginal(this.#source, project, ref, ask);
  }

  /** Also throws `invalid_request` for more filter values than fit in one question. */
  facets(project: ProjectId, question: FacetsQuestion, ask?: Ask): Promise<readonly FacetCounts[]> {
    return askFacets(this.#source, project, question, ask);
  }

  applications(project: ProjectId, filter: ProfileFilter, ask?: Ask): Promise<readonly DescribedApplication[]> {
    return askApplications(this.#source, project, filter, ask);
  }

  ingest(project: ProjectId, question: IngestSummaryQuestion, ask?: Ask): Promise<IngestSummary> {
    return ingestSummary(this.#source, project, question, ask);
  }
}
