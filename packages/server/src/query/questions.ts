import type { FileFormatName, KeptDocumentKind, KeptItem, ShownThreads, ThreadWindow } from '@hearth/profile';
import { HearthError } from '../errors/hearth-error.ts';
import { findPlace, type ProfilePlace } from '../store/readers/find-place.ts';
import { findProfile, type ProfileRef } from '../store/readers/find-profile.ts';
import { findSpan, type SpanRef } from '../store/readers/find-span.ts';
import { hasSessions } from '../store/readers/has-sessions.ts';
import { type IngestSummary, type IngestSummaryQuestion, ingestSummary } from '../store/readers/ingest-summary.ts';
import type { LabelMatcher } from '../store/readers/label-matcher.ts';
import { listChunks, type SessionChunk } from '../store/readers/list-chunks.ts';
import type { LabelName, LabelPage, LabelValue } from '../store/readers/list-labels.ts';
import { type ListProfilesQuestion, listProfiles, type ProfilePage } from '../store/readers/list-profiles.ts';
import { matchApps } from '../store/readers/match-apps.ts';
import type { ProfileFilter, TimeRange } from '../store/readers/profile-filter.ts';
import type { ProfileSummary } from '../store/readers/profile-summary.ts';
import { type ProfileTimes, profileTimes } from '../store/readers/profile-times.ts';
import type { FacetCounts } from '../store/readers/read-facets.ts';
import { type ReleaseTimes, type ReleaseTimesQuestion, releaseTimes } from '../store/readers/release-times.ts';
import type { Ask, RowSource } from '../store/readers/row-source.ts';
import { type SelectionSize, selectionSize } from '../store/readers/selection-size.ts';
import type { SessionWindow } from '../store/readers/session-window.ts';
import type { FoundSpan } from '../store/readers/stored-span.ts';
import type { RecentLookUps } from '../store/recent-profiles/recent-look-ups.ts';
import type { RecentProfiles } from '../store/recent-profiles/recent-profiles.ts';
import type { ProfileId, ProjectId } from '../store/upload.ts';
import { askApplications, type DescribedApplication } from './applications.ts';
import { AskedOnce } from './asked-once.ts';
import { askDrops } from './drops.ts';
import { type DeclaredEnvironments, Environments } from './environments.ts';
import { selectorOfProfile, writeSelection } from './export/export-selection.ts';
import { exportProfile, profileThreads } from './export/read-again.ts';
import { noStoredReader, type StoredReader, type WrittenDocument } from './export/stored-reader.ts';
import { askFacets, type FacetsQuestion } from './facets.ts';
import { askHeatmap, type HeatmapAnswer, type HeatmapQuestion } from './heatmap/ask-heatmap.ts';
import { askApps } from './labels/ask-apps.ts';
import { askLabels, askLabelValues, type LabelsQuestion } from './labels/ask-labels.ts';
import { MAX_NODES } from './merge/shown-tree.ts';
import { askOriginalOf, type OriginalAnswer } from './originals.ts';
import { type SearchProfilesAnswer, type SearchProfilesQuestion, searchProfiles } from './profiles/search-profiles.ts';
import { type QuestionMemory, questionMemory } from './question-memory.ts';
import { SampleQuestions } from './sample-questions.ts';
import { checkLabels, profileSelectionOf, type Selection } from './selection.ts';
import type { Selector } from './selector/selector.ts';
import { askSenders, type Senders, type SendersQuestion } from './senders/ask-senders.ts';
import { AppTrees } from './tree/app-trees.ts';
import type { Grouping } from './tree/prefix-tree.ts';
import { askSeries, type ListedSeries, type SeriesQuestion } from './types/ask-series.ts';
import { askTypes } from './types/ask-types.ts';
import type { KeptType } from './types/kept-type.ts';
import type { ValuePlans } from './value-plans.ts';

export interface ExportedProfile {
  readonly profile: ProfileSummary;
  readonly body: Uint8Array;
  readonly madeOf: 'original' | 'stored values';
}

export interface QuestionsOptions {
  readonly source: RowSource;
  readonly declaredEnvironments: DeclaredEnvironments;
  /** What is rolled; without it long ranges are read from samples. */
  readonly rolled?: ValuePlans | undefined;
  /** For the trees of apps in memory. */
  readonly treeBytes?: number | undefined;
  /** Reads originals again; nothing is exported when absent. */
  readonly stored?: StoredReader | undefined;
  /** What was looked up lately; each question asks the store when absent. */
  readonly recent?: RecentLookUps | undefined;
  /** Writes what was counted and is not in the tables yet, so that whoever looks at once sees the upload that was just refused. */
  readonly writeCounters?: (() => Promise<void>) | undefined;
  /** Unix milliseconds; the system's clock when absent. */
  readonly now?: (() => number) | undefined;
}

/**
 * Everything a face may ask, free of any protocol. Each question names a project that the caller was let into; each
 * throws HearthError: `query_timeout`, `query_too_big`, `engine_unavailable`.
 */
export class Questions {
  /** Flame graphs, top functions, callers, timelines, diffs. */
  readonly samples: SampleQuestions;
  readonly #source: RowSource;
  readonly #environments: Environments;
  readonly #stored: StoredReader;
  readonly #memory: QuestionMemory;
  readonly #once = new AskedOnce();
  readonly #recent: RecentLookUps | undefined;
  readonly #writeCounters: () => Promise<void>;

  constructor({
    source,
    declaredEnvironments,
    rolled,
    treeBytes,
    stored = noStoredReader,
    now,
    recent,
    writeCounters = async () => undefined,
  }: QuestionsOptions) {
    this.#recent = recent;
    this.#writeCounters = writeCounters;
    this.#source = source;
    this.#stored = stored;
    this.#memory = questionMemory(source, new AppTrees(source, treeBytes), rolled);
    this.samples = new SampleQuestions(source, this.#memory, stored);
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
    return findRecent(this.#recent?.profiles, project, ref, () => findProfile(this.#source, project, ref, ask));
  }

  /** As much of a profile as is needed to read its original: {@link profile} at half the cost. */
  place(project: ProjectId, ref: ProfileRef, ask?: Ask): Promise<ProfilePlace | undefined> {
    return findRecent(this.#recent?.places, project, ref, () => findPlace(this.#source, project, ref, ask));
  }

  async original(project: ProjectId, ref: ProfileRef, ask?: Ask): Promise<OriginalAnswer<ProfileSummary> | undefined> {
    const profile = await this.profile(project, ref, ask);
    return profile === undefined ? undefined : this.originalOf(project, profile, ask);
  }

  /** The same for a profile that was found before. */
  originalOf<Profile extends ProfilePlace>(
    project: ProjectId,
    profile: Profile,
    ask?: Ask,
  ): Promise<OriginalAnswer<Profile>> {
    return askOriginalOf(this.#source, project, profile, ask);
  }

  /** A span by its id, or the one that stands for a transaction. */
  span(project: ProjectId, ref: SpanRef, ask?: Ask): Promise<FoundSpan | undefined> {
    return findSpan(this.#source, project, ref, ask);
  }

  /** Newest first. */
  chunks(project: ProjectId, window: SessionWindow, ask?: Ask): Promise<readonly SessionChunk[]> {
    return listChunks(this.#source, project, window, ask);
  }

  /** Whether any of these projects has chunks of a continuous profiler. */
  hasSessions(projects: readonly ProjectId[], ask?: Ask): Promise<boolean> {
    return hasSessions(this.#source, projects, ask);
  }

  /** Releases that have profiles, the one seen last first. */
  releases(project: ProjectId, question: ReleaseTimesQuestion = {}, ask?: Ask): Promise<readonly ReleaseTimes[]> {
    const read = () => releaseTimes(this.#source, project, question, ask);
    const [version, ...others] = question.versions ?? [];
    return this.#recent === undefined || version === undefined || others.length > 0
      ? read()
      : this.#recent.releases.find(project, version, read);
  }

  /** Also throws `invalid_request` for more filter values than fit in one question. */
  facets(project: ProjectId, question: FacetsQuestion, ask: Ask = {}): Promise<readonly FacetCounts[]> {
    return this.#once.ask('facets', project, question, ask, (shared) =>
      askFacets(this.#source, project, question, shared),
    );
  }

  applications(project: ProjectId, filter: ProfileFilter, ask?: Ask): Promise<readonly DescribedApplication[]> {
    return askApplications(this.#source, project, filter, ask);
  }

  async ingest(project: ProjectId, question: IngestSummaryQuestion, ask?: Ask): Promise<IngestSummary> {
    await this.#writeCounters();
    return ingestSummary(this.#source, project, question, ask);
  }

  /** Who sends, how regularly, and by which clock. */
  senders(project: ProjectId, question: SendersQuestion, ask: Ask = {}): Promise<Senders> {
    return askSenders(this.#source, project, question, ask);
  }

  /** Uploads that were refused while the range lasted; undefined for a selection without one. */
  drops(project: ProjectId, selector: Selector, ask?: Ask): Promise<number | undefined> {
    return askDrops(this.#source, project, selector, ask);
  }

  /** Profiles one by one with their values. Also throws `invalid_cursor`, `invalid_request`. */
  searchProfiles(project: ProjectId, question: SearchProfilesQuestion, ask: Ask = {}): Promise<SearchProfilesAnswer> {
    return this.#once.ask('search', project, question, ask, (shared) =>
      searchProfiles(this.#source, project, question, shared),
    );
  }

  /** Ascending by name. Also throws `invalid_cursor`, `invalid_request`. */
  labels(project: ProjectId, question: LabelsQuestion, ask: Ask = {}): Promise<LabelPage<LabelName>> {
    return this.#once.ask('labels', project, question, ask, (shared) =>
      askLabels({ ...this.#memory, source: this.#source, project, ask: shared }, question),
    );
  }

  /** Ascending. Throws as {@link labels}. */
  labelValues(
    project: ProjectId,
    question: LabelsQuestion & { readonly name: string },
    ask: Ask = {},
  ): Promise<LabelPage<LabelValue>> {
    return this.#once.ask('label-values', project, question, ask, (shared) =>
      askLabelValues({ ...this.#memory, source: this.#source, project, ask: shared }, question),
    );
  }

  /** Apps that have values in a selection, ascending. Also throws `invalid_request`. */
  apps(project: ProjectId, selection: Selection, ask: Ask = {}): Promise<readonly string[]> {
    return this.#once.ask('apps', project, selection, ask, (shared) =>
      askApps({ ...this.#memory, source: this.#source, project, ask: shared }, selection),
    );
  }

  /** Types of a selection's profiles, with what they were measured beside. Also throws `invalid_request`. */
  types(project: ProjectId, selection: Selection, ask: Ask = {}): Promise<readonly KeptType[]> {
    return this.#once.ask('types', project, selection, ask, (shared) =>
      askTypes(this.#source, project, selection, shared),
    );
  }

  /** Series by the values of some labels. Also throws `invalid_request`. */
  series(project: ProjectId, question: SeriesQuestion, ask: Ask = {}): Promise<readonly ListedSeries[]> {
    return this.#once.ask('series', project, question, ask, (shared) =>
      askSeries({ ...this.#memory, source: this.#source, project, ask: shared }, question),
    );
  }

  /** Names of apps in a range that pass all conditions. Also throws `invalid_request`. */
  async appsNamed(
    project: ProjectId,
    range: TimeRange,
    conditions: readonly Omit<LabelMatcher, 'name'>[],
    ask: Ask = {},
  ): Promise<readonly string[]> {
    const matchers = conditions.map((condition) => ({ name: 'app', ...condition }));
    await checkLabels(this.#source, matchers, ask);
    return matchApps(this.#source, project, range, conditions, ask);
  }

  /** When the oldest and the newest profile began; undefined without any. */
  profileTimes(project: ProjectId, ask?: Ask): Promise<ProfileTimes | undefined> {
    return profileTimes(this.#source, project, ask);
  }

  /** How much a selection has. Also throws `invalid_request`. */
  async selectionSize(project: ProjectId, selection: Selection, ask: Ask = {}): Promise<SelectionSize> {
    const asked = profileSelectionOf(selection);
    await checkLabels(this.#source, asked.matchers, ask);
    return selectionSize(this.#source, project, asked, ask);
  }

  /** Single profiles by time and value; the range must have both ends. Also throws `invalid_range`, `invalid_request`. */
  heatmap(project: ProjectId, question: HeatmapQuestion, ask: Ask = {}): Promise<HeatmapAnswer> {
    return this.#once.ask('heatmap', project, question, ask, (shared) =>
      askHeatmap({ source: this.#source, project, ask: shared }, question),
    );
  }

  /**
   * A profile as a file of another format: made of its original, or of what is stored of one type once that has expired. Also throws
   * `profile_not_found`, `original_expired` when nothing is left, `not_decoded`, `invalid_request`.
   */
  async exportProfile(
    project: ProjectId,
    ref: ProfileRef,
    choice: { readonly format: FileFormatName; readonly type?: string | undefined },
    ask: Ask = {},
  ): Promise<ExportedProfile> {
    const context = { source: this.#source, stored: this.#stored, project, ask };
    try {
      return { ...(await exportProfile(context, ref, choice)), madeOf: 'original' };
    } catch (error) {
      if (!(error instanceof HearthError) || error.code !== 'original_expired') throw error;
      const profile = await this.profile(project, ref, ask);
      if (profile === undefined) throw error;
      const selector = selectorOfProfile(profile, choice.type);
      const merged = await this.samples.merge(project, { selector, grouping: 'line', maxNodes: MAX_NODES }, ask);
      if (merged.facts.samples === 0) throw error;
      const body = await writeSelection(this.#stored, merged, selector, choice.format);
      return { profile, body, madeOf: 'stored values' };
    }
  }

  /** A profile thread by thread, and in time where that was recorded. Throws as {@link exportProfile}. */
  profileThreads(
    project: ProjectId,
    ref: ProfileRef,
    choice: { readonly type?: string | undefined; readonly window: ThreadWindow },
    ask: Ask = {},
  ): Promise<{ readonly profile: ProfileSummary; readonly threads: ShownThreads }> {
    return profileThreads({ source: this.#source, stored: this.#stored, project, ask }, ref, choice);
  }

  /** A document of many bytes of kept items, made on another thread. Throws `overloaded`, `profile_limit`. */
  keptDocument(items: readonly KeptItem[], kind: KeptDocumentKind): Promise<WrittenDocument> {
    return this.#stored.writeKept(items, kind);
  }

  /** A merged selection as a file, and how many nodes it has that did not fit in. Throws as {@link SampleQuestions.merge}. */
  async exportSelection(
    project: ProjectId,
    choice: { readonly selector: Selector; readonly format: FileFormatName; readonly grouping: Grouping },
    ask: Ask = {},
  ): Promise<{ readonly body: Uint8Array; readonly omittedNodes: number }> {
    const { selector, format, grouping } = choice;
    const merged = await this.samples.merge(project, { selector, grouping, maxNodes: MAX_NODES }, ask);
    const body = await writeSelection(this.#stored, merged, selector, format);
    return { body, omittedNodes: Math.max(0, merged.tree.available - merged.tree.id.length) };
  }
}

/** A number, or a transaction, may stand for a newer profile tomorrow. */
const findRecent = <Row>(
  recent: RecentProfiles<Row> | undefined,
  project: ProjectId,
  ref: ProfileRef,
  find: () => Promise<Row | undefined>,
): Promise<Row | undefined> =>
  recent === undefined || ref.kind !== 'id' ? find() : recent.find(project, ref.hex as ProfileId, find);
