/** What is known of an app's hours, numbered since 1970. */
export interface AppHours {
  /** Hours with samples that are not rolled. */
  readonly due: ReadonlyMap<number, unknown>;
  /** Rolled hours and their versions. */
  readonly rolled: ReadonlyMap<number, number>;
  /** Rolled days and their versions. */
  readonly days: ReadonlyMap<number, number>;
}

/** [fromMs, toMs), Unix milliseconds; an end that is left out is open. */
export interface SamplesRange {
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
  /**
   * Versions of the rolled hours that it is a part of, where it is of nothing else: what stands there cannot change while they count. Undefined
   * where more may come.
   */
  readonly versions?: readonly number[] | undefined;
}

/** Rolled hours, or days, by the versions of their rows. */
export interface RolledPieces {
  readonly versions: readonly number[];
  /** When they begin, in the same order: Unix seconds. */
  readonly starts: readonly number[];
}

/**
 * The same rolled hours in fewer pieces: where a range has most hours of a rolled day, the day less the others. A day is the sum of its
 * hours, so what is left is exactly theirs; and both are in one partition, so that neither outlives the other.
 */
export interface FewerPieces {
  readonly days: RolledPieces;
  /** Hours of these days that are not in the range. */
  readonly less: RolledPieces;
  /** Those of the plan's hours that are of other days. */
  readonly hours: RolledPieces;
}

/** Where the values of a range are to be read from, such that each sample counts once. */
export interface ValuesPlan {
  readonly days: RolledPieces;
  readonly hours: RolledPieces;
  /** In place of `hours`, where that is less to read. */
  readonly fewer?: FewerPieces | undefined;
  /** [fromMs, toMs) of all that is read rolled. */
  readonly rolledFromMs: number;
  readonly rolledToMs: number;
  /** The rest, in `samples`. */
  readonly samples: readonly SamplesRange[];
  /** Hours that an end of the range cuts, and whose samples are gone: nothing can be said of their part. */
  readonly lostHours: number;
}

const NO_PIECES: RolledPieces = { versions: [], starts: [] };

/** Where nothing is known to be rolled. */
export const unplanned = (fromMs: number | undefined, toMs: number | undefined): ValuesPlan => ({
  days: NO_PIECES,
  hours: NO_PIECES,
  rolledFromMs: 0,
  rolledToMs: 0,
  samples: [{ fromMs, toMs }],
  lostHours: 0,
});

/** Each is one more question to the engine; between two of them rolled hours are read from `samples` as well. */
export const MAX_SAMPLE_RANGES = 4;

const HOUR_MS = 3_600_000;
const HOURS_PER_DAY = 24;

interface Segment {
  readonly from: 'samples' | 'hours' | 'days';
  readonly fromMs: number;
  readonly toMs: number;
  readonly version: number;
  /** As `SamplesRange` says it. */
  readonly versions: readonly number[] | undefined;
}

/**
 * Whole rolled days inside of the range as days, whole rolled hours as hours, and the rest from `samples`: hours that are cut by
 * an end of the range, and those that are not rolled. Hours without samples are in no piece, or in any.
 *
 *        from                                                              to
 *     ────┼────┬────┬─ ... ─┬──────────────────────┬─ ... ─┬────┬────┬──────┼───
 *      samples  hours        days                   hours         samples
 * @param isFrozen days since 1970 whose samples are gone: only their rollups are read
 */
export function planValues(
  app: AppHours,
  fromMs = 0,
  toMs = Number.POSITIVE_INFINITY,
  isFrozen: (day: number) => boolean = () => false,
): ValuesPlan {
  const [first, last] = knownRange(app);
  const firstHour = Math.max(Math.floor(first / HOURS_PER_DAY) * HOURS_PER_DAY, Math.floor(fromMs / HOUR_MS));
  const lastHour = Math.min(last, Math.ceil(toMs / HOUR_MS) - 1);
  const segments: Segment[] = [];
  let lostHours = 0;
  for (let hour = firstHour; hour <= lastHour; hour++) {
    const day = hour / HOURS_PER_DAY;
    const dayVersion =
      Number.isInteger(day) && (hour + HOURS_PER_DAY) * HOUR_MS <= toMs ? app.days.get(day) : undefined;
    if (dayVersion !== undefined && hour * HOUR_MS >= fromMs) {
      segments.push(segmentOf('days', hour, HOURS_PER_DAY, dayVersion));
      hour += HOURS_PER_DAY - 1;
      continue;
    }
    const version = app.rolled.get(hour);
    const isWhole = hour * HOUR_MS >= fromMs && (hour + 1) * HOUR_MS <= toMs;
    if (version !== undefined && isWhole) segments.push(segmentOf('hours', hour, 1, version));
    else if (isFrozen(Math.floor(day))) lostHours += version === undefined ? 0 : 1;
    else if (version !== undefined || app.due.has(hour)) segments.push(segmentOf('samples', hour, 1, version));
  }
  const few = withFewSampleRanges(segments, isFrozen);
  const fewer = fewerPieces(app, few);
  return { ...planOf(few, fromMs, toMs), ...(fewer === undefined ? {} : { fewer }), lostHours };
}

function fewerPieces(app: AppHours, segments: readonly Segment[]): FewerPieces | undefined {
  const days: Segment[] = [];
  const less: Segment[] = [];
  const hours: Segment[] = [];
  const byDay = new Map<number, Segment[]>();
  for (const segment of segments) {
    if (segment.from !== 'hours') continue;
    const day = Math.floor(segment.fromMs / HOUR_MS / HOURS_PER_DAY);
    const own = byDay.get(day) ?? [];
    own.push(segment);
    byDay.set(day, own);
  }
  for (const [day, own] of byDay) {
    const version = app.days.get(day);
    const others = version === undefined ? [] : otherHours(app, day, own);
    if (version === undefined || others.length + 1 >= own.length) hours.push(...own);
    else {
      days.push(segmentOf('days', day * HOURS_PER_DAY, HOURS_PER_DAY, version));
      less.push(...others);
    }
  }
  return days.length === 0 ? undefined : { days: piecesOf(days), less: piecesOf(less), hours: piecesOf(hours) };
}

/** The rolled hours of a day but for some. */
function otherHours({ rolled }: AppHours, day: number, but: readonly Segment[]): readonly Segment[] {
  const known = new Set(but.map(({ fromMs }) => fromMs / HOUR_MS));
  const others: Segment[] = [];
  for (let hour = day * HOURS_PER_DAY; hour < (day + 1) * HOURS_PER_DAY; hour++) {
    const version = rolled.get(hour);
    if (version !== undefined && !known.has(hour)) others.push(segmentOf('hours', hour, 1, version));
  }
  return others;
}

const piecesOf = (segments: readonly Segment[]): RolledPieces => ({
  versions: segments.map(({ version }) => version),
  starts: segments.map(({ fromMs }) => fromMs / 1000),
});

const segmentOf = (from: Segment['from'], hour: number, hours: number, version: number | undefined): Segment => ({
  from,
  fromMs: hour * HOUR_MS,
  toMs: (hour + hours) * HOUR_MS,
  version: version ?? 0,
  versions: version === undefined ? undefined : [version],
});

function knownRange({ due, rolled }: AppHours): readonly [number, number] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const hours of [due, rolled]) {
    for (const hour of hours.keys()) {
      if (hour < first) first = hour;
      if (hour > last) last = hour;
    }
  }
  return [first, last];
}

/**
 * Neighbours of `samples` become one; of more than a few, the nearest become one with what lies between them, unless a day without
 * samples does.
 */
function withFewSampleRanges(all: readonly Segment[], isFrozen: (day: number) => boolean): readonly Segment[] {
  const segments: Segment[] = [];
  for (const segment of all) {
    const before = segments.at(-1);
    if (segment.from === 'samples' && before?.from === 'samples')
      segments[segments.length - 1] = joined(before, segment);
    else segments.push(segment);
  }
  for (;;) {
    const places = segments.flatMap(({ from }, at) => (from === 'samples' ? [at] : []));
    if (places.length <= MAX_SAMPLE_RANGES) return segments;
    let [best, gap] = [0, Number.POSITIVE_INFINITY];
    for (let at = 1; at < places.length; at++) {
      const between = segments[places[at]!]!.fromMs - segments[places[at - 1]!]!.toMs;
      const within = segments.slice(places[at - 1]! + 1, places[at]!);
      const mayJoin = !within.some(({ fromMs }) => isFrozen(Math.floor(fromMs / HOUR_MS / HOURS_PER_DAY)));
      if (mayJoin && between < gap) [best, gap] = [at, between];
    }
    if (best === 0) return segments;
    const [left, right] = [places[best - 1]!, places[best]!];
    segments.splice(left, right - left + 1, joined(segments[left]!, segments[right]!));
  }
}

/** Between two that do not touch something may come. */
const joined = (left: Segment, right: Segment): Segment => ({
  ...left,
  toMs: right.toMs,
  versions:
    left.toMs === right.fromMs && left.versions !== undefined && right.versions !== undefined
      ? [...left.versions, ...right.versions]
      : undefined,
});

function planOf(segments: readonly Segment[], fromMs: number, toMs: number): Omit<ValuesPlan, 'lostHours'> {
  const rolled = segments.filter(({ from }) => from !== 'samples');
  const pieces = (kind: Segment['from']): RolledPieces => piecesOf(rolled.filter(({ from }) => from === kind));
  return {
    days: pieces('days'),
    hours: pieces('hours'),
    rolledFromMs: rolled[0]?.fromMs ?? 0,
    rolledToMs: rolled.at(-1)?.toMs ?? 0,
    samples: segments
      .filter(({ from }) => from === 'samples')
      .map(({ versions, ...segment }) => ({
        fromMs: Math.max(segment.fromMs, fromMs),
        toMs: Math.min(segment.toMs, toMs),
        ...(versions === undefined ? {} : { versions }),
      })),
  };
}
