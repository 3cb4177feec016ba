import type { ProjectId, SeriesFacets } from '../../store/upload.ts';
import type { SessionSighting } from '../upload-format.ts';

/** What is known of a run of a profiler. */
export interface SessionNote {
  readonly facets: SeriesFacets;
  /** What its envelopes that say when they were sent are moved by. */
  readonly clockSkewMs: number;
}

/** Runs that are remembered over all projects, 0.5 kB each; the one that was longest not heard of goes first. */
export const MAX_REMEMBERED_SESSIONS = 10_000;

/** What transactions said of the run of a profiler that they belong to, for the chunks of that run, which do not say it. */
export class SessionMemory {
  readonly #notes = new Map<string, SessionNote>();

  learn(projectId: ProjectId, sessions: readonly SessionSighting[], clockSkewMs: number): void {
    for (const { sessionId, facets } of sessions) {
      const key = keyOf(projectId, sessionId);
      this.#notes.delete(key);
      this.#notes.set(key, { facets, clockSkewMs });
    }
    for (const key of this.#notes.keys()) {
      if (this.#notes.size <= MAX_REMEMBERED_SESSIONS) break;
      this.#notes.delete(key);
    }
  }

  recall(projectId: ProjectId, sessionId: string): SessionNote | undefined {
    const key = keyOf(projectId, sessionId);
    const note = this.#notes.get(key);
    if (note !== undefined) {
      this.#notes.delete(key);
      this.#notes.set(key, note);
    }
    return note;
  }
}

const keyOf = (projectId: ProjectId, sessionId: string): string => `${projectId} ${sessionId}`;
