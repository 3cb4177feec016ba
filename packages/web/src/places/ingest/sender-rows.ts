import type { SendersAnswer } from '../../api/wire.ts';
import { durationText } from '../../format/time.ts';

export interface Gap {
  readonly source: string;
  readonly app: string;
  readonly fromMs: number;
  /** Now, where it lasts. */
  readonly toMs: number;
  readonly isOpen: boolean;
}

export type WrongClock = SendersAnswer['clocks'][number];

/** One app that sends by one protocol. */
export interface SenderRow {
  readonly source: string;
  readonly app: string;
  readonly profiles: number;
  /** Usual distance of its profiles; what is not told apart from shorter ones says so. */
  readonly period: string | undefined;
  readonly lastReceivedMs: number;
  /** By time. */
  readonly gaps: readonly Gap[];
  readonly gapsMs: number;
  readonly clocks: readonly WrongClock[];
}

const periodText = (seconds: number, slotSeconds: number): string =>
  `${seconds > slotSeconds ? '' : '≤ '}${durationText(seconds * 1000)}`;

const isSilent = ({ gaps }: SenderRow): boolean => gaps.at(-1)?.isOpen === true;

/** Those who fell silent first, then by app. */
export function senderRows(
  { slotSeconds, senders, clocks }: SendersAnswer,
  filter: { readonly source?: string | undefined },
  nowMs: number,
): readonly SenderRow[] {
  return senders
    .filter(({ source }) => filter.source === undefined || source === filter.source)
    .map(({ source, app, profiles, periodSeconds, lastReceived, gaps }): SenderRow => {
      const own = gaps.map(({ from, to }) => {
        const [fromMs, toMs] = [Date.parse(from), to === null ? nowMs : Date.parse(to)];
        return { source, app, fromMs, toMs, isOpen: to === null };
      });
      return {
        source,
        app,
        profiles,
        period: periodSeconds === null ? undefined : periodText(periodSeconds, slotSeconds),
        lastReceivedMs: Date.parse(lastReceived),
        gaps: own,
        gapsMs: own.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0),
        clocks: clocks.filter((clock) => clock.source === source && clock.app === app),
      };
    })
    .sort(
      (left, right) =>
        Number(isSilent(right)) - Number(isSilent(left)) ||
        left.app.localeCompare(right.app) ||
        left.source.localeCompare(right.source),
    );
}

/** What to look at: who is silent now, then the longest. */
export const worstGaps = (rows: readonly SenderRow[]): readonly Gap[] =>
  rows
    .flatMap(({ gaps }) => gaps)
    .sort(
      (left, right) =>
        Number(right.isOpen) - Number(left.isOpen) || right.toMs - right.fromMs - (left.toMs - left.fromMs),
    );
