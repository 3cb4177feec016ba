import { ROOT } from '@hearth/flamegraph';
import { Link } from '@tanstack/react-router';
import { type CSSProperties, type ReactNode, type RefObject, useMemo } from 'react';
import { countText } from '../../format/number.ts';
import { FrameSearchField } from '../../stacks/frame-search-field.tsx';
import { IcicleWaiting, TableWaiting } from '../../stacks/panes-waiting.tsx';
import type { FrameSearch } from '../../stacks/use-frame-search.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SplitHandle } from '../../ui/split-handle.tsx';
import { useKeptNumber } from '../../ui/use-kept.ts';
import { ChangeGraph } from './change-graph.tsx';
import { ChangeTable } from './change-table.tsx';
import { CompareDock } from './compare-dock.tsx';
import type { CompareSearch } from './compare-search.ts';
import { type ComparedFunction, isNoise } from './compare-tree.ts';
import type { Compare, ComparePicture } from './use-compare.ts';

export interface ComparePanesProps {
  readonly project: string;
  readonly compare: Compare;
  readonly search: CompareSearch;
  readonly change: (part: Partial<CompareSearch>) => void;
  readonly found: FrameSearch;
  readonly field: RefObject<HTMLInputElement | null>;
  /** Functions that changed, the largest change first; undefined while nothing is known. */
  readonly changed: readonly ComparedFunction[];
  readonly onOpen: (name: string) => void;
}

const TABLE_PX = 684;
const MIN_TABLE_PX = 420;

/** The table of changes beside the graph of changes. */
export function ComparePanes(props: ComparePanesProps): ReactNode {
  const { project, compare, search, change, found, onOpen } = props;
  const { picture, error, isStale, unit } = compare;
  const [width, setWidth] = useKeptNumber('compare-width', TABLE_PX);
  if (error !== null && picture === undefined) {
    return (
      <div className="grow">
        <ErrorNotice error={error} onRetry={compare.retry} />
      </div>
    );
  }
  if (compare.apps !== undefined && compare.type === undefined) {
    return (
      <div className="notice grow">
        <h2>Nothing came in this range</h2>
        <p className="muted">
          Two ranges, releases, environments or hosts are compared here once profiles came. Take a longer or another
          range, or connect a profiler.
        </p>
        <p className="row">
          <Link
            from="/o/$org/p/$project"
            to="/o/$org/p/$project"
            search={{ connect: 'yes' }}
            className="button button-primary"
          >
            Connect a profiler
          </Link>
          <Button onClick={() => change({ range: '30d', beforeRange: undefined })}>Compare the last 30 days</Button>
        </p>
      </div>
    );
  }
  if (picture === undefined) return <Waiting />;
  const { columns, functions } = picture.comparison;
  const row = functions.find(({ frame }) => columns.frames[frame]?.name === search.fn);
  if (picture.comparison.columns.total[ROOT] === 0) {
    return (
      <p className="notice muted grow">
        No samples match on either side. Take away a filter, or choose a longer range.
      </p>
    );
  }
  return (
    <>
      <div className={`split${isStale ? ' is-stale' : ''}`} aria-busy={isStale}>
        <div className="split-table column" style={{ '--table-width': `${String(width)}px` } as CSSProperties}>
          <TablePane {...props} picture={picture} />
        </div>
        <SplitHandle
          label="Width of the table"
          width={width}
          least={MIN_TABLE_PX}
          onChange={setWidth}
          onReset={() => setWidth(TABLE_PX)}
        />
        <ChangeGraph
          picture={picture}
          unit={unit}
          search={search}
          change={change}
          matches={found.result}
          onOpen={onOpen}
        />
      </div>
      {row !== undefined && compare.selectors !== undefined && (
        <CompareDock
          project={project}
          picture={picture}
          selectors={compare.selectors}
          spans={compare.spans}
          unit={unit}
          isAbsolute={search.mode === 'absolute'}
          row={row}
          onOpen={() => onOpen(search.fn ?? '')}
          onClose={() => change({ fn: undefined })}
        />
      )}
    </>
  );
}

function TablePane(props: ComparePanesProps & { readonly picture: ComparePicture }): ReactNode {
  const { compare, search, change, found, field, changed, onOpen, picture } = props;
  const { comparison } = picture;
  const by = search.by ?? 'self';
  const whole = wholeOf(picture);
  const all = comparison.functions;
  const matches = found.result?.frames;
  const rows = useMemo(() => {
    const shown = search.rows === 'all' ? sortedByChange(all, by) : changed;
    return matches === undefined ? shown : shown.filter(({ frame }) => matches[frame] === 1);
  }, [search.rows, all, by, changed, matches]);
  return (
    <>
      <div className="pane-tools">
        <Segmented
          small
          label="Rows"
          value={search.rows ?? 'changed'}
          options={[
            ['changed', `Changed ${countText(changed.length)}`],
            ['all', `All ${countText(all.length)}`],
          ]}
          onChange={(chosen) => change({ rows: chosen === 'all' ? chosen : undefined })}
        />
        <FrameSearchField query={search.q} found={found} onChange={(q) => change({ q })} field={field} />
        <Segmented
          small
          label="Value"
          value={by}
          options={[
            ['self', 'Self'],
            ['total', 'Total'],
          ]}
          onChange={(chosen) => change({ by: chosen === 'total' ? chosen : undefined })}
        />
      </div>
      <ChangeTable
        rows={rows}
        columns={comparison.columns}
        by={by}
        unit={compare.unit}
        whole={whole}
        selected={search.fn}
        onSelect={(fn) => change({ fn })}
        onOpen={onOpen}
      />
    </>
  );
}

/** Value of the larger side. */
export const wholeOf = ({ comparison: { sides } }: ComparePicture): number =>
  Math.max(sides.before.total[ROOT] ?? 0, sides.after.total[ROOT] ?? 0);

/** Functions that changed beyond noise, the largest change first. */
export const changedOf = (picture: ComparePicture, by: 'self' | 'total'): readonly ComparedFunction[] => {
  const whole = wholeOf(picture);
  return sortedByChange(
    picture.comparison.functions.filter((row) => !isNoise(row[by], whole)),
    by,
  );
};

const sortedByChange = (rows: readonly ComparedFunction[], by: 'self' | 'total'): readonly ComparedFunction[] => {
  const size = (row: ComparedFunction): number => Math.abs(row[by].after - row[by].before);
  return [...rows].sort((left, right) => size(right) - size(left) || right[by].after - left[by].after);
};

const Waiting = (): ReactNode => (
  <div className="split" aria-busy="true">
    <TableWaiting />
    <IcicleWaiting rowPx={21} />
  </div>
);
