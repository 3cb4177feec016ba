import type { Ask, RowSource } from '../../store/readers/row-source.ts';
import { senderClocks } from '../../store/readers/sender-clocks.ts';
import { senderRhythms } from '../../store/readers/sender-rhythms.ts';
import type { ProjectId } from '../../store/upload.ts';
import { type ClockVerdict, clockVerdict, LEAST_PROFILES, USUAL_LAG_MS } from './clock-verdict.ts';

/** Protocols whose clients send by themselves, as they measure: only there silence and clocks mean something. */
const REGULAR = ['sentry', 'datadog', 'pyroscope', 'otlp'] as const;
/** So many starts of an app are told apart, by slots of a round length, so that usual periods are whole slots. */
const MAX_SLOTS = 20_000;
const slotLengths = [1, 5, 15, 30, 60, 300, 900, 3_600] as const;
/** One upload that is missing is a retry, or a moment without work; several of them are a gap. */
const GAP_PERIODS = 3;
/** Nobody looks into less. */
const GAP_SECONDS = 60;

export interface SendersQuestion {
  readonly fromMs: number;
  readonly toMs: number;
  readonly app?: string | undefined;
  /** Whether somebody is silent is seen from there. */
  readonly nowMs: number;
}

/** Times are Unix milliseconds. */
export interface Sender {
  readonly source: string;
  readonly app: string;
  readonly profiles: number;
  readonly lastReceivedMs: number;
  readonly lastStartMs: number;
  /** Undefined when too few came, or when they come by hand. */
  readonly periodMs: number | undefined;
  /** By time; of many, the longest. `fromMs` is when the next profile was due; one without an end lasts still. */
  readonly gaps: readonly { readonly fromMs: number; readonly toMs: number | undefined }[];
}

export interface SkewedClock {
  readonly source: string;
  readonly app: string;
  readonly host: string;
  readonly profiles: number;
  readonly verdict: ClockVerdict;
  /** Median of received minus end, milliseconds. */
  readonly lagMs: number;
}

export interface Senders {
  /** What distances are rounded to. */
  readonly slotSeconds: number;
  readonly senders: readonly Sender[];
  /** The furthest first. */
  readonly clocks: readonly SkewedClock[];
}

/** Who sends: how regularly, since when not any more, and whose clock is wrong. */
export async function askSenders(
  source: RowSource,
  project: ProjectId,
  { fromMs, toMs, app, nowMs }: SendersQuestion,
  ask: Ask = {},
): Promise<Senders> {
  const slotSeconds = slotLengths.find((length) => (toMs - fromMs) / 1000 <= length * MAX_SLOTS) ?? slotLengths.at(-1)!;
  const [rhythms, clocks] = await Promise.all([
    senderRhythms(
      source,
      project,
      { fromMs, toMs, app, slotSeconds, gapPeriods: GAP_PERIODS, gapSeconds: GAP_SECONDS },
      ask,
    ),
    senderClocks(
      source,
      project,
      { fromMs, toMs, app, sources: REGULAR, leastProfiles: LEAST_PROFILES, usualLagMs: USUAL_LAG_MS },
      ask,
    ),
  ]);
  const endMs = Math.min(toMs, nowMs);
  const isRegular = (name: string): boolean => REGULAR.some((one) => one === name);
  return {
    slotSeconds,
    senders: rhythms.map(({ periodMs, gaps, ...sender }) => {
      if (periodMs === undefined || !isRegular(sender.source)) return { ...sender, periodMs: undefined, gaps: [] };
      const closed = gaps.map(({ fromMs: last, toMs: next }) => ({ fromMs: last + periodMs, toMs: next }));
      const since = sender.lastStartMs + periodMs;
      // The last profile is still being recorded, or on its way, for one distance more.
      const isSilent = endMs - since > Math.max(GAP_PERIODS * periodMs, GAP_SECONDS * 1000);
      // Who asks for "until now" said so a moment ago.
      const isNow = nowMs - endMs <= GAP_SECONDS * 1000;
      const open = isSilent ? [{ fromMs: since, toMs: isNow ? undefined : endMs }] : [];
      return { ...sender, periodMs, gaps: [...closed.sort((a, b) => a.fromMs - b.fromMs), ...open] };
    }),
    clocks: clocks.flatMap(({ lagMs, ...clock }) => {
      const verdict = clockVerdict(lagMs);
      return verdict === undefined ? [] : [{ ...clock, verdict, lagMs: lagMs.median }];
    }),
  };
}
