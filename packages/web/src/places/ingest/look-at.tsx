import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { countText } from '../../format/number.ts';
import { durationText, momentText, spanText } from '../../format/time.ts';
import { adviceOnReason, reasonName, sourceName } from '../../state/ingest-words.ts';
import { Skeleton, skeletonWidths } from '../../ui/skeleton.tsx';
import { aroundGap, clockText, clockWords } from './gap-words.ts';
import type { IngestRows } from './ingest-rows.ts';
import { type SenderRow, worstGaps } from './sender-rows.ts';
import type { WayIn } from './way-in.ts';

/** As many as stand beside the chart without scrolling, with the duplicates. */
const MAX_REASONS = 3;
const MAX_GAPS = 2;
const MAX_CLOCKS = 2;

export interface LookAtProps {
  readonly rows: IngestRows | undefined;
  readonly reason: string | undefined;
  readonly onReason: (reason: string | undefined) => void;
  readonly senders: readonly SenderRow[] | undefined;
  readonly params: { readonly org: string; readonly project: string };
  readonly nowMs: number;
  readonly wayIn: WayIn | undefined;
}

/** What is wrong most, each a way to see only that. */
export function LookAt({ rows, reason, onReason, senders = [], params, nowMs, wayIn }: LookAtProps): ReactNode {
  return (
    <div className="ingest-look">
      <h2>Things to look at</h2>
      {rows === undefined ? (
        skeletonWidths(3, 80, 12).map((percent) => (
          <div key={percent} className="ingest-look-waiting">
            <Skeleton width={`${String(percent)}%`} />
          </div>
        ))
      ) : (
        <>
          {wayIn?.worry !== undefined && (
            <p className="ingest-look-row" role="status">
              <span className={wayIn.worry.isBad ? 'dot dot-bad' : 'dot dot-waiting'} />
              <b title={wayIn.worry.name}>{wayIn.worry.name}</b>
              <span title={wayIn.worry.note}>{wayIn.worry.note}</span>
            </p>
          )}
          {rows.reasons.slice(0, MAX_REASONS).map(({ reason: own, count, sources }) => (
            <button
              key={own}
              type="button"
              className="ingest-look-row"
              aria-pressed={own === reason}
              onClick={() => onReason(own === reason ? undefined : own)}
            >
              <span className="dot dot-bad" />
              <b title={reasonName(own)}>{reasonName(own)}</b>
              <span title={adviceOnReason(own)}>{sources.map(sourceName).join(', ')}</span>
              <span className="num">{countText(count)}</span>
            </button>
          ))}
          {rows.reasons.length === 0 && (
            <p className="ingest-look-row">
              <span className="dot dot-ok" />
              <b>Nothing refused</b>
              <span>everything that came was taken</span>
            </p>
          )}
          {worstGaps(senders)
            .slice(0, MAX_GAPS)
            .map((gap) => {
              const { source, app, fromMs, toMs, isOpen } = gap;
              const text = `${app}, ${isOpen ? `since ${momentText(fromMs, nowMs)}` : spanText(fromMs, toMs, nowMs)}`;
              return (
                <Link
                  key={`${source}\0${app}\0${String(fromMs)}`}
                  to="/o/$org/p/$project/explore"
                  params={params}
                  search={{ app, range: aroundGap(gap, nowMs) }}
                  className="ingest-look-row"
                >
                  <span className={isOpen ? 'dot dot-bad' : 'dot dot-waiting'} />
                  <b>{isOpen ? 'Silent' : 'Gap'}</b>
                  <span title={text}>{text}</span>
                  <span className="num">{durationText(toMs - fromMs)}</span>
                </Link>
              );
            })}
          {senders
            .flatMap(({ clocks }) => clocks)
            .slice(0, MAX_CLOCKS)
            .map((clock) => (
              <p key={`${clock.app}\0${clock.host}`} className="ingest-look-row">
                <span className="dot dot-waiting" />
                <b>Clock</b>
                <span title={`${clock.host}, ${clock.app}: ${clockWords(clock)}`}>
                  {clock.host || clock.app} {clockWords(clock)}
                </span>
                <span className="num">{clockText(clock)}</span>
              </p>
            ))}
          <p className="ingest-look-row">
            <span className="dot" />
            <b>Duplicates</b>
            <span>the same bytes twice, kept once</span>
            <span className="num">{countText(rows.duplicates)}</span>
          </p>
        </>
      )}
    </div>
  );
}
