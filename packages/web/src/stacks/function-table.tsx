import { type FrameInfo, frameLook, splitName, type TreeColumns } from '@hearth/flamegraph';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useMemo, useRef } from 'react';
import { inScale } from '../format/number.ts';
import { scaleOf } from '../format/scale.ts';
import { swatchOf } from '../ui/flame/swatch-of.ts';
import { Icon } from '../ui/icon.tsx';
import { Quantity } from '../ui/share-bar.tsx';
import { SymbolName } from '../ui/symbol-name.tsx';
import { type FunctionRow, type FunctionRows, functionRows, type TableGroup } from './function-rows.ts';
import type { FunctionSort } from './function-sorts.ts';

export interface FunctionTableProps extends Omit<RowsTableProps, 'table'> {
  readonly columns: TreeColumns;
  /** By index in `frames`: only these, when a search is on. */
  readonly matches: Uint8Array | undefined;
}

/** The table of a tree: what the tree left out is not in it. */
export function FunctionTable({ columns, matches, ...rest }: FunctionTableProps): ReactNode {
  const { group } = rest;
  const table = useMemo(() => {
    const rows = functionRows(columns, group).filter(({ frame }) => matches === undefined || matches[frame] === 1);
    return { rows, frames: columns.frames };
  }, [columns, group, matches]);
  return <RowsTable table={table} {...rest} />;
}

export interface RowsTableProps {
  readonly table: FunctionRows;
  readonly unit: string;
  readonly group: TableGroup;
  readonly sort: FunctionSort;
  /** Name of the selected function. */
  readonly selected: string | undefined;
  /** Which of those of that name it is; all of them when absent. */
  readonly isChosen?: ((info: FrameInfo) => boolean) | undefined;
  readonly colouring?: 'package' | 'file' | undefined;
  readonly onSort: (sort: FunctionSort) => void;
  readonly onSelect: (name: string, info: FrameInfo) => void;
  readonly onOpen: (name: string, info: FrameInfo) => void;
}

const ROW_PX = 24;
const METER_PX = 36;

/** Functions, or what they are grouped by, with self and total as bars. Arrows move the selection, Enter opens the sandwich. */
export function RowsTable(props: RowsTableProps): ReactNode {
  const { table, unit, group, sort, selected, isChosen, colouring, onSort, onSelect, onOpen } = props;
  const { frames } = table;
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => [...table.rows].sort(orders[sort]), [table, sort]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  const select = ({ frame }: FunctionRow, act: RowsTableProps['onSelect']): void => {
    const info = frames[frame];
    if (info !== undefined) act(info.name, info);
  };
  const isSelectedRow = ({ frame }: FunctionRow): boolean => {
    const info = frames[frame];
    return info !== undefined && info.name === selected && (isChosen === undefined || isChosen(info));
  };
  const largest = useMemo(() => largestOf(rows), [rows]);
  const [selfScale, totalScale] = [scaleOf(unit, largest.self), scaleOf(unit, largest.total)];
  const move = (event: KeyboardEvent): void => {
    const current = rows.findIndex(isSelectedRow);
    const next = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (event.key === 'Enter' && rows[current] !== undefined) select(rows[current], onOpen);
    const row = next === undefined ? undefined : rows[next];
    if (row === undefined || next === undefined) return;
    event.preventDefault();
    select(row, onSelect);
    virtual.scrollToIndex(next);
  };
  return (
    <div
      className="functions"
      role="grid"
      aria-label={`By ${group}`}
      aria-rowcount={rows.length + 1}
      tabIndex={0}
      onKeyDown={move}
    >
      <div className="functions-head" role="row">
        {heads.map(([name, text]) => (
          <span
            key={name}
            role="columnheader"
            aria-sort={sort === name ? (name === 'name' ? 'ascending' : 'descending') : 'none'}
          >
            <button type="button" tabIndex={-1} className={sort === name ? 'strong' : ''} onClick={() => onSort(name)}>
              {name === 'name' ? titles[group] : text}
              {sort === name && <Icon name={name === 'name' ? 'up' : 'down'} small />}
            </button>
          </span>
        ))}
      </div>
      <div className="functions-body" ref={scroller} role="presentation">
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index]!;
            const isSelected = group === 'function' && isSelectedRow(row);
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the grid around it
              <div
                key={row.key}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={isSelected}
                tabIndex={-1}
                className={`functions-row${isSelected ? ' is-selected' : ''}`}
                style={{ transform: `translateY(${String(start)}px)` }}
                onClick={() => select(row, onSelect)}
                onDoubleClick={() => select(row, onOpen)}
              >
                <span role="gridcell">
                  <Name row={row} info={frames[row.frame]} group={group} colouring={colouring} />
                </span>
                <Cell
                  value={row.self}
                  largest={largest.self}
                  text={inScale(row.self, selfScale)}
                  unit={selfScale.unit}
                  isSelected={isSelected}
                />
                <Cell
                  value={row.total}
                  largest={largest.total}
                  text={inScale(row.total, totalScale)}
                  unit={totalScale.unit}
                  isSelected={isSelected}
                />
              </div>
            );
          })}
        </div>
        {rows.length === 0 && <p className="functions-none muted">nothing matches</p>}
      </div>
    </div>
  );
}

const heads = [
  ['name', 'Symbol'],
  ['self', 'Self'],
  ['total', 'Total'],
] as const;

const titles: Readonly<Record<TableGroup, string>> = {
  function: 'Symbol',
  file: 'File',
  module: 'Module',
  package: 'Package',
};

const orders: Readonly<Record<FunctionSort, (left: FunctionRow, right: FunctionRow) => number>> = {
  self: (left, right) => right.self - left.self || right.total - left.total,
  total: (left, right) => right.total - left.total || right.self - left.self,
  name: (left, right) => (left.key < right.key ? -1 : 1),
};

function Name({
  row,
  info,
  group,
  colouring,
}: {
  readonly row: FunctionRow;
  readonly info: FrameInfo | undefined;
  readonly group: TableGroup;
  readonly colouring: 'package' | 'file' | undefined;
}): ReactNode {
  if (info === undefined) return null;
  if (group === 'function') return <SymbolName parts={splitName(info)} swatch={swatchOf(info, colouring)} />;
  const cut = row.key.lastIndexOf('/') + 1;
  const parts = { path: row.key.slice(0, cut), own: row.key.slice(cut), last: '' };
  const hasLook = group === 'package' && frameLook(info).kind !== 'kernel';
  return <SymbolName parts={parts} swatch={hasLook ? swatchOf(info) : undefined} />;
}

function Cell({
  value,
  largest,
  text,
  unit,
  isSelected,
}: {
  readonly value: number;
  readonly largest: number;
  readonly text: string;
  readonly unit: string;
  readonly isSelected: boolean;
}): ReactNode {
  return (
    <span role="gridcell" className={`num meter${isSelected ? ' meter-selected' : ''}`}>
      {value > 0 && <i style={{ width: `${((METER_PX * value) / largest).toFixed(1)}px` }} />}
      {value === 0 ? <span className="muted">0</span> : <Quantity number={text} unit={unit} />}
    </span>
  );
}

function largestOf(rows: readonly FunctionRow[]): { readonly self: number; readonly total: number } {
  let [self, total] = [0, 0];
  for (const row of rows) [self, total] = [Math.max(self, row.self), Math.max(total, row.total)];
  return { self, total };
}
