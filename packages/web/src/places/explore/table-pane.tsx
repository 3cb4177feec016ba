import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { topQuery } from '../../api/queries.ts';
import { amountText, countText } from '../../format/number.ts';
import { functionRows, type TableGroup, topRows } from '../../stacks/function-rows.ts';
import { RowsTable } from '../../stacks/function-table.tsx';
import type { Picture } from '../../stacks/picture.ts';
import type { FrameSearch } from '../../stacks/use-frame-search.ts';
import { selectorOf } from '../../state/place-search.ts';
import { Segmented } from '../../ui/segmented.tsx';
import type { ExploreSearch } from './explore-search.ts';
import { isOfFunction, selectedFunction, selecting } from './selected-function.ts';
import type { Explore } from './use-explore.ts';

export interface TablePaneProps {
  readonly project: string;
  readonly search: ExploreSearch;
  readonly change: (part: Partial<ExploreSearch>) => void;
  readonly explore: Explore;
  readonly found: FrameSearch;
  readonly picture: Picture;
}

const groups: readonly (readonly [TableGroup, string])[] = [
  ['function', 'Function'],
  ['file', 'File'],
  ['module', 'Module'],
  ['package', 'Package'],
];

/**
 * The table of the merged profile. Where the tree was cut, its rows would lack what was left out: then exact totals are asked for,
 * and the tree's own stand in until they are there.
 */
export function TablePane({ project, search, change, explore, found, picture }: TablePaneProps): ReactNode {
  const { columns } = picture;
  const { merge, type, looked } = explore;
  const group = search.group ?? 'function';
  const sort = search.sort ?? 'total';
  const shape = merge?.tree.shape;
  const cut = shape === undefined ? 0 : shape.available - shape.parent.length;
  const name = type?.name ?? '';
  const isExact = group !== 'package' && cut > 0;
  const top = useQuery({
    ...topQuery(
      project,
      selectorOf(search, name, looked),
      group === 'package' ? 'function' : group,
      sort === 'self' ? 'self' : 'total',
    ),
    enabled: isExact && type !== undefined,
  });
  const exact = isExact && !top.isPlaceholderData ? top.data : undefined;
  const all = useMemo(
    () =>
      exact === undefined
        ? { rows: functionRows(columns, group), frames: columns.frames }
        : topRows(exact.functions, group),
    [columns, group, exact],
  );
  const { test } = found;
  const table = useMemo(
    () => (test === undefined ? all : { ...all, rows: all.rows.filter(({ frame }) => test(all.frames[frame]!)) }),
    [all, test],
  );
  const { colour = 'package' } = search;
  return (
    <>
      <div className="pane-tools">
        <span className="muted small">Group</span>
        <Segmented
          small
          label="Group by"
          value={group}
          options={groups}
          onChange={(value) => change({ group: value === 'function' ? undefined : value })}
        />
        <span className="grow" />
        <Completeness cut={cut} exact={exact} rows={table.rows.length} group={group} />
      </div>
      <RowsTable
        table={table}
        unit={type?.unit ?? ''}
        group={group}
        sort={sort}
        selected={search.fn}
        isChosen={(info) => isOfFunction(selectedFunction(search), info)}
        colouring={colour === 'self' ? 'package' : colour}
        onSort={(value) => change({ sort: value === 'total' ? undefined : value })}
        onSelect={(_name, info) => change(selecting(info))}
        onOpen={(_name, info) => change({ ...selecting(info), view: 'sandwich' })}
      />
    </>
  );
}

/** How many rows there are, and what they lack. */
function Completeness({
  cut,
  exact,
  rows,
  group,
}: {
  readonly cut: number;
  readonly exact: { readonly available: number; readonly functions: readonly unknown[] } | undefined;
  readonly rows: number;
  readonly group: TableGroup;
}): ReactNode {
  if (cut > 0 && exact === undefined) {
    return (
      <span className="small muted" title="The smallest stacks are not in this table; the graph shows them as other.">
        {amountText(cut, 'stack')} left out
      </span>
    );
  }
  const isCut = exact !== undefined && exact.available > exact.functions.length;
  return (
    <span className="small muted">
      {isCut ? `${countText(rows)} of ${amountText(exact.available, group)}` : amountText(rows, group)}
    </span>
  );
}
