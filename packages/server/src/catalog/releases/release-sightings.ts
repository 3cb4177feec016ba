import type { OrganizationId, ProjectId } from '../ids.ts';
import { isReleaseVersion } from './release-version.ts';
import type { ReleaseSighting, Releases } from './releases.ts';

/** The (project, version) pairs remembered as written; at some 150 bytes each they stay under 3 MB. */
const MAX_REMEMBERED = 20_000;
/** Pairs that wait to be written. Beyond, a sighting is let go: the next profile of the release brings it again. */
const MAX_WAITING = 5_000;
/** Long enough to gather what a deploy to many hosts brings at once; a row that is asked for earlier is made then. */
const GATHER_MS = 200;

type Target = Pick<Releases, 'ensureAll'>;

interface SeenProject {
  readonly id: ProjectId;
  readonly organizationId: OrganizationId;
}

/**
 * Makes a release's row when a profile names one, without keeping the upload waiting. What is lost here (a crash, a full
 * queue, a locked database) is made up for by `Releases.ensure` when somebody asks for the release.
 */
export class ReleaseSightings {
  readonly #target: Target;
  /** Oldest first, by last use. */
  readonly #remembered = new Set<string>();
  #waiting = new Map<string, ReleaseSighting>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(target: Target) {
    this.#target = target;
  }

  /** Never throws, never blocks. `startMs`: when the profile began, Unix milliseconds. */
  seen(project: SeenProject, version: string, startMs: number): void {
    if (this.#closed || !isReleaseVersion(version)) return;
    const key = `${String(project.id)} ${version}`;
    if (this.#remembered.delete(key)) {
      this.#remembered.add(key);
      return;
    }
    if (this.#waiting.size >= MAX_WAITING) return;
    this.#remember(key);
    const { id, organizationId } = project;
    this.#waiting.set(key, { project: { id, organizationId }, version, seenMs: startMs });
    this.#timer ??= setTimeout(() => void this.flush(), GATHER_MS);
  }

  /** Writes what waits. Never rejects: what cannot be written is forgotten, and noticed again with the next profile. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#waiting;
    this.#waiting = new Map();
    if (batch.size > 0) this.#writing = this.#writing.then(() => this.#write(batch));
    return this.#writing;
  }

  /** Writes what waits and takes no more. */
  close(): Promise<void> {
    this.#closed = true;
    return this.flush();
  }

  async #write(batch: ReadonlyMap<string, ReleaseSighting>): Promise<void> {
    try {
      await this.#target.ensureAll([...batch.values()]);
    } catch {
      for (const key of batch.keys()) this.#remembered.delete(key);
    }
  }

  #remember(key: string): void {
    if (this.#remembered.size >= MAX_REMEMBERED) {
      for (const oldest of this.#remembered) {
        this.#remembered.delete(oldest);
        break;
      }
    }
    this.#remembered.add(key);
  }
}
