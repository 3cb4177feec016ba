import type { KindColumnsOfType } from '../../store/readers/value-of-type.ts';
import type { ProjectId } from '../../store/upload.ts';
import type { ResolvedApp } from './resolve-selector.ts';
import type { Selector } from './selector.ts';

/** Apps times types of all projects. */
const MAX_KNOWN = 10_000;
/** A selection of more apps is large anyhow; to be wrong about one of them is dear. */
const MAX_GUESSED_APPS = 5;

/** In which columns the values of an app's type stood the last time: a guess that lets values be read while that is looked up again. */
export class KnownColumns {
  readonly #known = new Map<string, KindColumnsOfType>();

  /** Undefined when the selector names no apps, or one that was not asked about before. */
  guess(project: ProjectId, selector: Selector): readonly ResolvedApp[] | undefined {
    const { apps } = selector;
    if (apps === undefined || apps.length > MAX_GUESSED_APPS) return undefined;
    const guessed = [...new Set(apps)].sort().flatMap((app): readonly ResolvedApp[] => {
      const columns = this.#known.get(keyOf(project, selector, app));
      return columns === undefined ? [] : [{ app, profiles: 0, columns }];
    });
    return guessed.length === new Set(apps).size ? guessed : undefined;
  }

  learn(project: ProjectId, selector: Selector, apps: readonly ResolvedApp[]): void {
    for (const { app, columns } of apps) {
      const key = keyOf(project, selector, app);
      this.#known.delete(key);
      this.#known.set(key, columns);
    }
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MAX_KNOWN) return;
      this.#known.delete(oldest);
    }
  }
}

const keyOf = (project: ProjectId, { type, unit, withWall }: Selector, app: string): string =>
  JSON.stringify([project, app, type, unit, withWall]);

/** Whether a guess reads what the selection has. */
export function isGuessRight(guess: readonly ResolvedApp[], apps: readonly ResolvedApp[]): boolean {
  const what = (list: readonly ResolvedApp[]): string => JSON.stringify(list.map(({ app, columns }) => [app, columns]));
  return what(guess) === what(apps);
}
