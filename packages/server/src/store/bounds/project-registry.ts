import { HearthError } from '../../errors/hearth-error.ts';
import { Hash64 } from '../derive/hash64.ts';
import { IdTable } from '../derive/id-table.ts';
import { appScope, hashSeries, sortedLabels } from '../derive/series-id.ts';
import type { DecodedProfile, ProjectId, Upload } from '../upload.ts';
import { MAX_SERIES_LABELS, MAX_UPLOAD_SPANS, type ProjectBounds } from './limits.ts';

interface Names {
  readonly apps: Set<string>;
  readonly environments: Set<string>;
  readonly releases: Set<string>;
  readonly series: IdTable;
}

/** What profiles and spans have in common. */
type Named = Pick<DecodedProfile, 'app' | 'environment' | 'release'>;

const hash = new Hash64();

/** What each project has, so that an upload which would make one too many is refused before anything is stored. */
export class ProjectRegistry {
  readonly #bounds: ProjectBounds;
  readonly #projects = new Map<ProjectId, Names>();

  constructor(bounds: ProjectBounds) {
    this.#bounds = bounds;
  }

  /** Notes what is in the tables. */
  seed(projectId: ProjectId, field: 'apps' | 'environments' | 'releases', name: string): void {
    this.#namesOf(projectId)[field].add(name);
  }

  seedSeries(projectId: ProjectId, lo: number, hi: number): void {
    this.#namesOf(projectId).series.add(lo, hi, 0, 0);
  }

  /**
   * Takes note of what an upload brings, all of it or nothing.
   * @throws HearthError `too_many_apps`, `too_many_environments`, `too_many_releases`, `too_many_series`, `invalid_labels`,
   * `profile_limit`
   */
  admit({ projectId, decoded }: Upload): void {
    const names = this.#namesOf(projectId);
    if (decoded.spans.length > MAX_UPLOAD_SPANS) {
      throw new HearthError('profile_limit', { message: `The upload has more than ${MAX_UPLOAD_SPANS} spans.` });
    }
    for (const profile of decoded.profiles) this.#check(projectId, names, profile);
    for (const span of decoded.spans) this.#checkNames(names, span);
    for (const profile of decoded.profiles) {
      noteNames(names, profile);
      hashOwnSeries(projectId, profile);
      names.series.add(hash.lo, hash.hi, 0, 0);
    }
    for (const span of decoded.spans) noteNames(names, span);
  }

  /** The same for a series that labels of samples make; takes note of it when there is room. */
  admitSeries(projectId: ProjectId, lo: number, hi: number): boolean {
    const { series } = this.#namesOf(projectId);
    if (series.find(lo, hi, 0, 0) !== 'unknown') return true;
    if (series.size >= this.#bounds.too_many_series) return false;
    series.add(lo, hi, 0, 0);
    return true;
  }

  /** Lets go of what is known of a project that was erased: up to 20 MB for one with a million series. */
  forget(projectId: ProjectId): void {
    this.#projects.delete(projectId);
  }

  #check(projectId: ProjectId, names: Names, profile: DecodedProfile): void {
    const bounds = this.#bounds;
    if (profile.labels.size > MAX_SERIES_LABELS) {
      throw new HearthError('invalid_labels', { message: `The upload has more than ${MAX_SERIES_LABELS} labels.` });
    }
    this.#checkNames(names, profile);
    if (names.series.size < bounds.too_many_series) return;
    hashOwnSeries(projectId, profile);
    if (names.series.find(hash.lo, hash.hi, 0, 0) === 'unknown') throw new HearthError('too_many_series');
  }

  #checkNames(names: Names, { app, environment, release }: Named): void {
    checkSet(names.apps, app, 'too_many_apps', this.#bounds);
    checkSet(names.environments, environment, 'too_many_environments', this.#bounds);
    if (release !== '') checkSet(names.releases, release, 'too_many_releases', this.#bounds);
  }

  #namesOf(projectId: ProjectId): Names {
    let names = this.#projects.get(projectId);
    if (names === undefined) {
      names = { apps: new Set(), environments: new Set(), releases: new Set(), series: new IdTable() };
      this.#projects.set(projectId, names);
    }
    return names;
  }
}

function checkSet(names: ReadonlySet<string>, name: string, bound: keyof ProjectBounds, bounds: ProjectBounds): void {
  if (names.size >= bounds[bound] && !names.has(name)) throw new HearthError(bound);
}

function noteNames(names: Names, { app, environment, release }: Named): void {
  names.apps.add(app);
  names.environments.add(environment);
  if (release !== '') names.releases.add(release);
}

function hashOwnSeries(projectId: ProjectId, profile: DecodedProfile): void {
  const scope = appScope(hash, projectId, profile.app);
  hashSeries(hash, scope, profile, sortedLabels(profile.labels));
}
