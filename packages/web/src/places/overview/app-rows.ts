import type { App, AppType, IngestAnswer, TimelineAnswer, TimelineGroup } from '../../api/wire.ts';
import { rateUnit } from '../../format/rate.ts';
import { type Change, changeOf } from '../../state/change-of.ts';
import { fillSlots, type Slots } from '../../state/fill-slots.ts';
import { type ReleaseMark, releaseMarks } from '../../state/release-marks.ts';
import { secondsOfSlots } from '../../state/seconds-of-slots.ts';
import type { Span } from '../../state/time-range.ts';

/** One app as the overview shows it. */
export interface AppRow {
  readonly app: string;
  readonly language: string;
  readonly type: AppType;
  /** Slots of the range, as a rate in `unit`; null where nothing came. */
  readonly rates: readonly (number | null)[];
  readonly startsMs: readonly number[];
  readonly unit: string;
  /** The last slot that is over; undefined when nothing came in it. */
  readonly now: number | undefined;
  /** Of all apps that have the same type. */
  readonly share: number;
  /** Against the range before. */
  readonly change: Change | undefined;
  readonly hosts: number;
  /** The newest; undefined when its profiles name none. */
  readonly release: string | undefined;
  readonly dropped: number;
  readonly lastSeenMs: number;
}

/** Part of the very first slot that must have passed before it is shown. */
const LEAST_OF_SLOT = 0.3;

/** What an app is looked at by first: CPU time where there is any, else time, else whatever comes first. */
export function mainType({ types }: App): AppType | undefined {
  return types.find(({ name }) => name === 'cpu') ?? types.find(({ name }) => name === 'wall') ?? types[0];
}

export interface RowSources {
  readonly apps: readonly App[];
  /** By type, grouped by app, over the range and the one before it. */
  readonly timelines: readonly TimelineAnswer[];
  readonly ingest: IngestAnswer | undefined;
  readonly span: Span;
}

/**
 * What most apps are looked at by, the most common first. Of two that are alike it is CPU time, then time, then the first by
 * name: a single upload by hand must not put itself before the services.
 */
export function mainTypes(apps: readonly App[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const app of apps) {
    const name = mainType(app)?.name;
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .sort(
      ([left, leftCount], [right, rightCount]) =>
        rightCount - leftCount || rankOf(left) - rankOf(right) || (left < right ? -1 : 1),
    )
    .map(([name]) => name);
}

const usual = ['cpu', 'wall'];
const rankOf = (type: string): number => (usual.includes(type) ? usual.indexOf(type) : usual.length);

/** Rows by the type that most have, then by what they take, the largest first; those without a timeline at the end, by name. */
export function appRows({ apps, timelines, ingest, span }: RowSources): readonly AppRow[] {
  const types = mainTypes(apps);
  const totals = new Map<string, number>();
  const bare = apps.flatMap((app) => {
    const type = mainType(app);
    if (type === undefined) return [];
    const row = rowOf(app, type, timelines, span);
    totals.set(type.name, (totals.get(type.name) ?? 0) + row.sum);
    return [row];
  });
  return bare
    .map(({ sum, ...row }): AppRow => {
      const whole = totals.get(row.type.name) ?? 0;
      return { ...row, share: whole === 0 ? 0 : sum / whole, dropped: droppedOf(ingest, row.app) };
    })
    .sort(
      (left, right) =>
        types.indexOf(left.type.name) - types.indexOf(right.type.name) ||
        right.share - left.share ||
        (left.app < right.app ? -1 : 1),
    );
}

function rowOf(app: App, type: AppType, timelines: readonly TimelineAnswer[], span: Span) {
  const timeline = timelines.find((one) => one.type.name === type.name);
  const group = timeline?.groups.find(({ labels }) => labels?.[0] === app.app);
  const stepSeconds = timeline?.stepSeconds ?? 900;
  const isAverage = type.aggregation === 'avg';
  const length = span.toMs - span.fromMs;
  const slotsOf = (fromMs: number) =>
    fillSlots(group?.points ?? [], { fromMs, toMs: fromMs + length }, stepSeconds, isAverage);
  const current = slotsOf(span.fromMs);
  const before = slotsOf(span.fromMs - length);
  const perSecond = ratesOf(current, stepSeconds, isAverage, span.toMs);
  const largest = Math.max(0, ...perSecond.map((value) => value ?? 0));
  const { factor, unit } = rateUnit(type.name, type.unit, largest);
  const rates = perSecond.map((value) => (value === null ? null : value * factor));
  return {
    app: app.app,
    language: languageOf(app),
    type,
    rates,
    startsMs: current.startsMs,
    unit,
    now: rates.at(-1) ?? rates.at(-2) ?? undefined,
    sum: group === undefined ? 0 : current.sums.reduce<number>((sum, value) => sum + (value ?? 0), 0),
    change: changeOf(before.sums, current.sums.slice(0, -1)),
    hosts: app.hosts,
    release: app.release ?? undefined,
    lastSeenMs: Date.parse(app.lastSeen),
  };
}

/** `go 1.24.1`; of several languages none has a version. */
const languageOf = ({ languages, runtimeVersion }: App): string =>
  languages.length === 1 && runtimeVersion !== null
    ? `${languages[0]!} ${runtimeVersion.replace(/^(?:go|v)(?=\d)/, '')}`
    : languages.join(', ');

function droppedOf(ingest: IngestAnswer | undefined, app: string): number {
  let dropped = 0;
  for (const tally of ingest?.tallies ?? []) {
    if (tally.outcome === 'dropped' && tally.app === app) dropped += tally.count;
  }
  return dropped;
}

/** Releases of each app that began within an answer grouped by app and release. */
export function marksOfApps(
  answer: TimelineAnswer | undefined,
  firstMs: number,
): ReadonlyMap<string, readonly ReleaseMark[]> {
  const byApp = new Map<string, TimelineGroup[]>();
  for (const group of answer?.groups ?? []) {
    const [app, ...rest] = group.labels ?? [];
    if (app === undefined) continue;
    byApp.set(app, [...(byApp.get(app) ?? []), { ...group, labels: rest }]);
  }
  return new Map([...byApp].map(([app, groups]) => [app, releaseMarks(groups, firstMs)]));
}

/** Values a second; null where nothing came, and in a slot that is not over unless it is the first with a value. */
function ratesOf(
  { sums, startsMs }: Slots,
  stepSeconds: number,
  isAverage: boolean,
  endMs: number,
): readonly (number | null)[] {
  const seconds = secondsOfSlots(sums, stepSeconds);
  const first = sums.findIndex((sum) => sum !== null);
  return sums.map((sum, slot) => {
    const passed = (endMs - startsMs[slot]!) / 1000;
    const isOver = passed >= stepSeconds;
    if (sum === null || !(isOver || (slot === first && passed >= stepSeconds * LEAST_OF_SLOT))) return null;
    if (isAverage) return sum;
    return sum / (isOver ? seconds[slot]! : passed);
  });
}
