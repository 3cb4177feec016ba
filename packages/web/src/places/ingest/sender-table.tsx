import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { countText } from '../../format/number.ts';
import { agoText, durationText, momentText, spanText } from '../../format/time.ts';
import { sourceName } from '../../state/ingest-words.ts';
import { Skeleton, skeletonWidths } from '../../ui/skeleton.tsx';
import { aroundGap, clockText, clockWords } from './gap-words.ts';
import type { SenderRow } from './sender-rows.ts';

const SKELETON_ROWS = 3;

export interface SenderTableProps {
  readonly params: { readonly org: string; readonly project: string };
  /** Undefined while nothing is known. */
  readonly rows: readonly SenderRow[] | undefined;
  readonly nowMs: number;
}

/** Each app that sends: its rhythm, when it was silent, and hosts whose clock is wrong. */
export function SenderTable({ params, rows, nowMs }: SenderTableProps): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus to be scrolled by keys
    <section className="table-scroller ingest-senders" tabIndex={0} aria-label="By sender">
      <table className="table table-lines">
        <thead>
          <tr>
            <th>App</th>
            <th>Source</th>
            <th className="right">Profiles</th>
            <th className="right">Usually every</th>
            <th className="right">Last upload</th>
            <th>Gaps</th>
            <th>Clocks</th>
          </tr>
        </thead>
        <tbody>
          {rows === undefined
            ? skeletonWidths(SKELETON_ROWS, 80, 20).map((percent) => (
                <tr key={percent}>
                  <td colSpan={7}>
                    <Skeleton width={`${percent}%`} />
                  </td>
                </tr>
              ))
            : rows.map((row) => (
                <tr key={`${row.source}\0${row.app}`}>
                  <td className="strong" title={row.app}>
                    {row.app}
                  </td>
                  <td className="muted">{sourceName(row.source)}</td>
                  <td className="num">{countText(row.profiles)}</td>
                  <td className="num">{row.period ?? <span className="muted">–</span>}</td>
                  <td className="num" title={momentText(row.lastReceivedMs, nowMs)}>
                    {agoText(row.lastReceivedMs, nowMs)}
                  </td>
                  <td>
                    <Gaps row={row} params={params} nowMs={nowMs} />
                  </td>
                  <td>
                    <Clocks row={row} />
                  </td>
                </tr>
              ))}
        </tbody>
      </table>
      {rows?.length === 0 && <p className="ingest-none muted">No profile began in this range.</p>}
    </section>
  );
}

function Gaps({
  row: { app, gaps, gapsMs, period },
  params,
  nowMs,
}: Omit<SenderTableProps, 'rows'> & { readonly row: SenderRow }): ReactNode {
  const last = gaps.at(-1);
  if (last === undefined) return <span className="muted">{period === undefined ? '–' : 'none'}</span>;
  const all = gaps.map(({ fromMs, toMs, isOpen }) =>
    isOpen ? `since ${momentText(fromMs, nowMs)}` : spanText(fromMs, toMs, nowMs),
  );
  return (
    <span className="row" title={all.join('\n')}>
      <span className={last.isOpen ? 'dot dot-bad' : 'dot dot-waiting'} />
      <Link
        to="/o/$org/p/$project/explore"
        params={params}
        search={{ app, range: aroundGap(last, nowMs) }}
        className="ingest-gap"
      >
        {last.isOpen ? `silent for ${durationText(last.toMs - last.fromMs)}` : all.at(-1)}
      </Link>
      {gaps.length > 1 && (
        <span className="muted">
          {countText(gaps.length)} gaps, {durationText(gapsMs)}
        </span>
      )}
    </span>
  );
}

function Clocks({ row: { clocks } }: { readonly row: SenderRow }): ReactNode {
  const [first] = clocks;
  if (first === undefined) return <span className="muted">–</span>;
  return (
    <span
      className="row ingest-clock"
      title={clocks.map((clock) => `${clock.host} ${clockWords(clock)}: ${clockText(clock)}`).join('\n')}
    >
      <span className="dot dot-waiting" />
      <span className="mono">{clockText(first)}</span>
      <span className="muted ingest-clock-host">
        {first.host || 'unknown host'}
        {clocks.length > 1 && `, ${countText(clocks.length - 1)} more`}
      </span>
    </span>
  );
}
