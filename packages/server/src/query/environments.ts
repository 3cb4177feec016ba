import { hasEnvironment } from '../store/readers/has-environment.ts';
import type { Ask, RowSource } from '../store/readers/row-source.ts';
import type { ProjectId } from '../store/upload.ts';

/** Environments that someone declared before any profile named them; the catalog's part of the answer. */
export interface DeclaredEnvironments {
  list(project: ProjectId): Promise<readonly string[]>;
}

/** An environment ends when retention takes its last profile; noticing that late is harmless. */
const REMEMBER_MS = 60_000;
/** A hundred environments of a hundred projects; what does not fit is asked again. */
const MAX_REMEMBERED = 10_000;

/** Knows which environments exist: those that are declared, and those that some profile has. */
export class Environments {
  readonly #source: RowSource;
  readonly #declared: DeclaredEnvironments;
  readonly #now: () => number;
  readonly #knownUntilMs = new Map<string, number>();

  constructor(source: RowSource, declared: DeclaredEnvironments, now: () => number = Date.now) {
    this.#source = source;
    this.#declared = declared;
    this.#now = now;
  }

  /** Only a yes is remembered, so that the first upload of an environment is seen at once. */
  async exists(project: ProjectId, environment: string, ask: Ask = {}): Promise<boolean> {
    const key = `${String(project)}/${environment}`;
    if ((this.#knownUntilMs.get(key) ?? 0) > this.#now()) return true;
    const exists =
      (await this.#declared.list(project)).includes(environment) ||
      (await hasEnvironment(this.#source, project, environment, ask));
    if (exists) {
      if (this.#knownUntilMs.size >= MAX_REMEMBERED) this.#knownUntilMs.clear();
      this.#knownUntilMs.set(key, this.#now() + REMEMBER_MS);
    }
    return exists;
  }
}
