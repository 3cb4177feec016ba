import { planTotals, type TotalsPlan } from './plan-totals.ts';
import { type AppHours, planValues, type ValuesPlan } from './plan-values.ts';

/** An hour of an app that rows are about to be written of. */
export interface TouchedHour {
  readonly projectId: number;
  readonly app: string;
  /** Hours since 1970. */
  readonly hour: number;
}

/** Rolled and unrolled hours of one app. */
export interface AppBook extends AppHours {
  readonly projectId: number;
  readonly app: string;
  /** Hours since 1970 -> Unix milliseconds at which they were last written to. */
  readonly due: Map<number, number>;
  /** Hours since 1970 -> the version that counts. */
  readonly rolled: Map<number, number>;
  /** Days since 1970 -> the version that counts. */
  readonly days: Map<number, number>;
  /** Days with rolled hours and no version of their own. */
  readonly daysDue: Set<number>;
}

/** A roll under way: it counts only for apps that nobody wrote to meanwhile. */
export interface RollJob {
  readonly projectId: number;
  readonly hours: readonly number[];
  /** Apps that were written to since it began. */
  readonly dirty: Set<string>;
}

const HOURS_PER_DAY = 24;
export const dayOfHour = (hour: number): number => Math.floor(hour / HOURS_PER_DAY);

/**
 * Which hours and days of which apps are rolled, in memory: about 60 bytes an hour of an app. Whoever writes rows of a profile says
 * so first ({@link touch}): from then on questions read that hour from `samples`, and a roll that is under way will not count.
 *
 * After a start nothing is known until the tables were read; meanwhile {@link plan} sends everybody to `samples`.
 */
export class RolledHours {
  readonly #now: () => number;
  #apps = new Map<string, AppBook>();
  #isLoaded = false;
  #touchedWhileLoading: TouchedHour[] | undefined;
  #loads = Promise.resolve();
  readonly #jobs = new Set<RollJob>();
  /** Days since 1970 -> when a rolled hour of it was last written to. */
  readonly #deaths = new Map<number, number>();

  readonly #isFrozen: (day: number) => boolean;

  /** @param isFrozen days since 1970 whose samples are gone */
  constructor(now: () => number, isFrozen: (day: number) => boolean = () => false) {
    this.#now = now;
    this.#isFrozen = isFrozen;
  }

  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** To be called before rows are written or deleted; takes effect at once. */
  touch(hours: Iterable<TouchedHour>): void {
    const atMs = this.#now();
    for (const touched of hours) {
      const { projectId, app, hour } = touched;
      this.#touchedWhileLoading?.push(touched);
      for (const job of this.#jobs) {
        if (job.projectId === projectId && job.hours.includes(hour)) job.dirty.add(app);
      }
      const book = bookOf(this.#apps, projectId, app);
      if (book.rolled.delete(hour)) this.#deaths.set(dayOfHour(hour), atMs);
      book.days.delete(dayOfHour(hour));
      book.due.set(hour, atMs);
    }
  }

  /** Days before one, with rows of versions that lost their place, the last of them before a time; they are forgotten. */
  takeDeaths(beforeDay: number, beforeMs: number): readonly number[] {
    const days = [...this.#deaths].flatMap(([day, atMs]) => (day < beforeDay && atMs < beforeMs ? [day] : []));
    for (const day of days) this.#deaths.delete(day);
    return days;
  }

  /** Marks everything of a day as written to, for whoever replaces whole partitions. */
  touchDay(day: number): void {
    for (const { projectId, app, rolled } of this.#apps.values()) {
      const hours = [...rolled.keys()].filter((hour) => dayOfHour(hour) === day);
      this.touch(hours.map((hour) => ({ projectId, app, hour })));
    }
  }

  /**
   * Where to read values of [fromMs, toMs) from, such that each sample counts once. Undefined when it is not known yet what is
   * rolled: then from `samples`.
   */
  plan(projectId: number, app: string, fromMs: number | undefined, toMs: number | undefined): ValuesPlan | undefined {
    if (!this.#isLoaded) return undefined;
    const book = this.#apps.get(keyOf(projectId, app));
    return book === undefined ? undefined : planValues(book, fromMs, toMs, this.#isFrozen);
  }

  /** The same for `totals`, of some apps or of all. */
  planTotals(
    projectId: number,
    apps: readonly string[] | undefined,
    fromMs: number | undefined,
    toMs: number | undefined,
  ): TotalsPlan | undefined {
    if (!this.#isLoaded) return undefined;
    const own = [...this.#apps.values()].filter((book) => book.projectId === projectId);
    const books = apps === undefined ? own : own.filter(({ app }) => apps.includes(app));
    return planTotals(books, fromMs, toMs);
  }

  apps(): Iterable<AppBook> {
    return this.#apps.values();
  }

  /** Takes over what the tables say; what is touched while they are read wins. One after the other. */
  load(read: (add: AddToBook) => Promise<void>): Promise<void> {
    const next = this.#loads.then(() => this.#load(read));
    this.#loads = next.catch(() => undefined);
    return next;
  }

  async #load(read: (add: AddToBook) => Promise<void>): Promise<void> {
    const touched: TouchedHour[] = [];
    this.#touchedWhileLoading = touched;
    const apps = new Map<string, AppBook>();
    try {
      await read((projectId, app) => bookOf(apps, projectId, app));
    } finally {
      this.#touchedWhileLoading = undefined;
    }
    // What is being written now was touched before it began, perhaps before this load did.
    for (const book of this.#apps.values()) keepDue(apps, book);
    this.#apps = apps;
    this.#isLoaded = true;
    this.touch(touched);
  }

  begin(projectId: number, hours: readonly number[]): RollJob {
    const job: RollJob = { projectId, hours, dirty: new Set() };
    this.#jobs.add(job);
    return job;
  }

  end(job: RollJob): void {
    this.#jobs.delete(job);
  }

  hourRolled(projectId: number, app: string, hour: number, version: number): void {
    const book = bookOf(this.#apps, projectId, app);
    book.due.delete(hour);
    book.rolled.set(hour, version);
    book.days.delete(dayOfHour(hour));
    book.daysDue.add(dayOfHour(hour));
  }

  /** Nothing is stored of it any more, or never was. */
  hourEmpty(projectId: number, app: string, hour: number): void {
    bookOf(this.#apps, projectId, app).due.delete(hour);
  }

  dayRolled(projectId: number, app: string, day: number, version: number): void {
    const book = bookOf(this.#apps, projectId, app);
    book.daysDue.delete(day);
    book.days.set(day, version);
  }

  /** Forgets all of a project. */
  forgetProject(projectId: number): void {
    for (const [key, book] of this.#apps) if (book.projectId === projectId) this.#apps.delete(key);
  }
}

/** Gives the book of an app to write into. */
export type AddToBook = (projectId: number, app: string) => AppBook;

const keyOf = (projectId: number, app: string): string => `${String(projectId)}/${app}`;

function bookOf(apps: Map<string, AppBook>, projectId: number, app: string): AppBook {
  const key = keyOf(projectId, app);
  let book = apps.get(key);
  if (book === undefined) {
    book = { projectId, app, due: new Map(), rolled: new Map(), days: new Map(), daysDue: new Set() };
    apps.set(key, book);
  }
  return book;
}

/** An hour that is being written to while a load begins may look as it was when it was rolled. */
function keepDue(apps: Map<string, AppBook>, { projectId, app, due }: AppBook): void {
  const book = bookOf(apps, projectId, app);
  for (const [hour, atMs] of due) {
    book.rolled.delete(hour);
    book.days.delete(dayOfHour(hour));
    book.due.set(hour, atMs);
  }
}
