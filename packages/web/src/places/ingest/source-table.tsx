import type { ReactNode } from 'react';
import { countText, shareNumber } from '../../format/number.ts';
import { Quantity, ShareBar } from '../../ui/share-bar.tsx';
import { Skeleton, skeletonWidths } from '../../ui/skeleton.tsx';
import '../../ui/table.css';
import { reasonName, sourceName } from '../../state/ingest-words.ts';
import type { IngestRows } from './ingest-rows.ts';

/** Reasons with a column of their own; the rest counts in the last column. */
const MAX_COLUMNS = 4;
const SKELETON_ROWS = 3;

export interface SourceTableProps {
  readonly rows: IngestRows | undefined;
  readonly chosen: string | undefined;
  readonly onChoose: (source: string | undefined) => void;
}

/** A row for each source; its name narrows the place to it. */
export function SourceTable({ rows, chosen, onChoose }: SourceTableProps): ReactNode {
  const columns = rows?.reasons.slice(0, MAX_COLUMNS).map(({ reason }) => reason) ?? [];
  const largest = Math.max(1, ...(rows?.sources.map(({ accepted }) => accepted) ?? []));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus to be scrolled by keys
    <section className="table-scroller ingest-sources" tabIndex={0} aria-label="By source">
      <table className="table table-lines">
        <thead>
          <tr>
            <th>Source</th>
            <th>Apps</th>
            <th className="right">Accepted</th>
            <th>Share</th>
            <th className="right">Duplicates</th>
            {columns.map((reason) => (
              <th key={reason} className="right" title={reasonName(reason)}>
                {reasonName(reason)}
              </th>
            ))}
            <th className="right">Dropped</th>
          </tr>
        </thead>
        <tbody>
          {rows === undefined
            ? skeletonWidths(SKELETON_ROWS, 80, 20).map((percent) => (
                <tr key={percent}>
                  <td colSpan={6}>
                    <Skeleton width={`${percent}%`} />
                  </td>
                </tr>
              ))
            : rows.sources.map(({ source, apps, accepted, duplicates, dropped, byReason }) => (
                <tr key={source} className={source === chosen ? 'is-selected' : ''}>
                  <td>
                    <button
                      type="button"
                      className="strong"
                      aria-pressed={source === chosen}
                      onClick={() => onChoose(source === chosen ? undefined : source)}
                    >
                      {sourceName(source)}
                    </button>
                  </td>
                  <td className="muted" title={apps.join(', ')}>
                    {apps.join(', ')}
                  </td>
                  <td className="num">{countText(accepted)}</td>
                  <td>
                    <span className="row">
                      <ShareBar share={accepted / largest} />
                      <span className="num ingest-share">
                        <Quantity number={shareNumber(accepted / Math.max(1, rows.accepted))} unit="%" />
                      </span>
                    </span>
                  </td>
                  <td className={duplicates === 0 ? 'num muted' : 'num'}>{countText(duplicates)}</td>
                  {columns.map((reason) => (
                    <Dropped key={reason} count={byReason.get(reason) ?? 0} />
                  ))}
                  <Dropped count={dropped} isSum />
                </tr>
              ))}
        </tbody>
      </table>
    </section>
  );
}

function Dropped({ count, isSum = false }: { readonly count: number; readonly isSum?: boolean }): ReactNode {
  const look = count === 0 ? 'muted' : isSum ? 'strong' : 'ingest-bad';
  return <td className={`num ${look}`}>{countText(count)}</td>;
}
