import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { changeText, countText, shareNumber, threeDigits } from '../../format/number.ts';
import { agoText, momentText } from '../../format/time.ts';
import { useKeys } from '../../shell/use-keys.ts';
import type { ReleaseMark } from '../../state/release-marks.ts';
import { Quantity, ShareBar } from '../../ui/share-bar.tsx';
import { Skeleton, skeletonWidths } from '../../ui/skeleton.tsx';
import { Spark } from '../../ui/spark.tsx';
import '../../ui/table.css';
import { appHue } from './app-hue.ts';
import type { AppRow } from './app-rows.ts';

export interface AppTableProps {
  readonly project: string;
  readonly org: string;
  readonly rows: readonly AppRow[] | undefined;
  readonly marks: ReadonlyMap<string, readonly ReleaseMark[]>;
  readonly rangeTitle: string;
  readonly nowMs: number;
  readonly search: { readonly range?: string | undefined; readonly environment?: string | undefined };
}

/** Not seen for this long: worth a warning, profilers upload by the minute. */
const SILENT_MS = 10 * 60_000;
const SKELETON_ROWS = 6;

/** A row for each app; Enter or a click explores it. */
export function AppTable(props: AppTableProps): ReactNode {
  const { rows, project, org, search, rangeTitle } = props;
  const navigate = useNavigate();
  const [marked, setMarked] = useState(0);
  const body = useRef<HTMLTableSectionElement>(null);
  // Not at first: the page begins at its beginning.
  useEffect(() => {
    if (marked > 0) body.current?.rows[marked]?.scrollIntoView({ block: 'nearest' });
  }, [marked]);
  const open = (place: 'explore' | 'compare', row: AppRow | undefined): void => {
    if (row === undefined) return;
    const to = `/o/$org/p/$project/${place}` as const;
    void navigate({ to, params: { org, project }, search: { ...search, app: row.app, type: row.type.name } });
  };
  const count = rows?.length ?? 0;
  useKeys({
    j: () => setMarked(Math.min(count - 1, marked + 1)),
    k: () => setMarked(Math.max(0, marked - 1)),
    enter: () => open('explore', rows?.[marked]),
    c: () => open('compare', rows?.[marked]),
  });
  return (
    <div className="table-scroller grow">
      <table className="table table-tall overview-table">
        <thead>
          <tr>
            <th>App</th>
            <th>Type</th>
            <th>{rangeTitle}</th>
            <th className="right">Now</th>
            <th className="overview-share">Share</th>
            <th className="right">Against before</th>
            <th className="right">Hosts</th>
            <th>Release</th>
            <th className="right">Dropped</th>
            <th className="right">Last seen</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {rows?.map((row, index) => (
            <tr key={row.app} className={index === marked ? 'is-marked' : ''} onClick={() => open('explore', row)}>
              <Cells {...props} row={row} rank={index} explore={() => open('explore', row)} />
            </tr>
          ))}
          {rows === undefined &&
            skeletonWidths(SKELETON_ROWS, 100, 8).map((percent) => <SkeletonRow key={percent} share={percent / 100} />)}
        </tbody>
      </table>
    </div>
  );
}

function Cells({
  row,
  rank,
  marks,
  nowMs,
  explore,
}: AppTableProps & { readonly row: AppRow; readonly rank: number; readonly explore: () => void }): ReactNode {
  const { app, language, type, rates, startsMs, now, unit, share, hosts, release, dropped, lastSeenMs } = row;
  const flags = marks.get(app)?.map(({ release: name, atMs }) => ({
    at: startsMs.findLastIndex((start) => start <= atMs),
    text: `${name}, first seen ${momentText(atMs, nowMs)}`,
  }));
  return (
    <>
      <td>
        <button type="button" className="overview-app" onClick={explore} title={app}>
          <i style={{ background: `var(--${appHue(rank)})` }} />
          <span>
            <b>{app}</b>
            <small title={language}>{language || 'language unknown'}</small>
          </span>
        </button>
      </td>
      <td className="muted" title={type.description}>
        {type.name}
      </td>
      <td>
        <Spark values={rates} width={240} height={30} marks={flags} />
      </td>
      <td className="num">
        {now === undefined ? (
          <span className="muted">no data</span>
        ) : (
          <Quantity number={threeDigits(now)} unit={unit} />
        )}
      </td>
      <td className="overview-share">
        <div className="row">
          <ShareBar share={share} />
          <span className="num">
            <Quantity number={shareNumber(share)} unit="%" />
          </span>
        </div>
      </td>
      <ChangeCell row={row} />
      <td className="num">{hosts > 0 ? countText(hosts) : <span className="muted">–</span>}</td>
      <td className="mono" title={release}>
        {release ?? <span className="muted">–</span>}
      </td>
      <td className="num">
        {dropped > 0 ? (
          <span className="badge badge-bad">{countText(dropped)} refused</span>
        ) : (
          <span className="muted">0</span>
        )}
      </td>
      <td className="num" title={momentText(lastSeenMs, nowMs)}>
        <span className={nowMs - lastSeenMs > SILENT_MS ? 'warn' : 'muted'}>{agoText(lastSeenMs, nowMs)}</span>
      </td>
    </>
  );
}

function ChangeCell({ row: { change } }: { readonly row: AppRow }): ReactNode {
  if (change === undefined) {
    return (
      <td className="num">
        <span className="noise">too few</span>
      </td>
    );
  }
  const { ratio, margin, isBeyondNoise } = change;
  const look = isBeyondNoise ? (ratio > 1 ? 'more strong' : 'less strong') : 'noise';
  const percent = (margin * 100).toFixed(1);
  return (
    <td className="num">
      <span className={look}>{changeText(ratio)}</span>
      <small className="overview-margin">{isBeyondNoise ? `±${percent} %` : `within ±${percent} %`}</small>
    </td>
  );
}

/** Column, width of what will stand there, and the class of its cell. */
const skeletonCells = [
  ['app', 120, ''],
  ['type', 30, ''],
  ['line', 240, ''],
  ['now', 60, 'num'],
  ['share', 120, 'overview-share'],
  ['change', 50, 'num'],
  ['hosts', 20, 'num'],
  ['release', 50, ''],
  ['dropped', 20, 'num'],
  ['seen', 50, 'num'],
] as const;

const SkeletonRow = ({ share }: { readonly share: number }): ReactNode => (
  <tr>
    {skeletonCells.map(([column, width, look]) => (
      <td key={column} className={look}>
        <Skeleton width={width * share} height={column === 'line' ? 24 : 8} />
      </td>
    ))}
  </tr>
);
