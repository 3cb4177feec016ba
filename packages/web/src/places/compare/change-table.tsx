import { splitName, type TreeColumns } from '@hearth/flamegraph';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useMemo, useRef } from 'react';
import { inScale } from '../../format/number.ts';
import { scaleOf } from '../../format/scale.ts';
import { Quantity } from '../../ui/share-bar.tsx';
import { SymbolName } from '../../ui/symbol-name.tsx';
import { changeClass, differenceText, ratioText } from './change-words.ts';
import type { ComparedFunction, Pair } from './compare-tree.ts';

export interface ChangeTableProps {
  readonly rows: readonly ComparedFunction[];
  readonly columns: TreeColumns;
  readonly by: 'self' | 'total';
  readonly unit: string;
  /** Of the larger side, for what is noise. */
  readonly whole: number;
  readonly selected: string | undefined;
  readonly onSelect: (name: string) => void;
  readonly onOpen: (name: string) => void;
}

const ROW_PX = 24;

/** Functions with both values and their change, absolute and relative. Arrows move the selection, Enter opens the sandwich. */
export function ChangeTable({
  rows,
  columns,
  by,
  unit,
  whole,
  selected,
  onSelect,
  onOpen,
}: ChangeTableProps): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  const scale = useMemo(() => {
    let largest = 0;
    for (const row of rows) largest = Math.max(largest, row[by].before, row[by].after);
    return scaleOf(unit, largest);
  }, [rows, by, unit]);
  const nameOf = ({ frame }: ComparedFunction): string => columns.frames[frame]?.name ?? '';
  const move = (event: KeyboardEvent): void => {
    const current = rows.findIndex((row) => nameOf(row) === selected);
    const next = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (event.key === 'Enter' && selected !== undefined) onOpen(selected);
    const row = next === undefined ? undefined : rows[next];
    if (row === undefined || next === undefined) return;
    event.preventDefault();
    onSelect(nameOf(row));
    virtual.scrollToIndex(next);
  };
  const value = (amount: number): ReactNode => (
    <span role="gridcell" className="num">
      {amount === 0 ? <span className="muted">0</span> : <Quantity number={inScale(amount, scale)} unit={scale.unit} />}
    </span>
  );
  const changes = (pair: Pair): ReactNode => {
    const look = changeClass(pair, whole);
    return (
      <>
        <span role="gridcell" className={`num ${look}${look === 'noise' ? '' : ' strong'}`}>
          <Quantity number={differenceText(pair, scale)} unit={scale.unit} />
        </span>
        <span role="gridcell" className={`num ${look}`}>
          {look === 'noise' ? 'noise' : ratioText(pair)}
        </span>
      </>
    );
  };
  return (
    <div
      className="functions changes"
      role="grid"
      aria-label={`Changes by function, ${by}`}
      aria-rowcount={rows.length + 1}
      tabIndex={0}
      onKeyDown={move}
    >
      <div className="functions-head" role="row">
        {[`Function, by ${by}`, 'A', 'B', 'Change', 'Relative'].map((text) => (
          <span key={text} role="columnheader">
            {text}
          </span>
        ))}
      </div>
      <div className="functions-body" ref={scroller} role="presentation">
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index]!;
            const info = columns.frames[row.frame];
            const isSelected = nameOf(row) === selected;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the grid around it
              <div
                key={row.frame}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={isSelected}
                tabIndex={-1}
                className={`functions-row${isSelected ? ' is-selected' : ''}`}
                style={{ transform: `translateY(${String(start)}px)` }}
                onClick={() => onSelect(nameOf(row))}
                onDoubleClick={() => onOpen(nameOf(row))}
              >
                <span role="gridcell">{info !== undefined && <SymbolName parts={splitName(info)} />}</span>
                {value(row[by].before)}
                {value(row[by].after)}
                {changes(row[by])}
              </div>
            );
          })}
        </div>
        {rows.length === 0 && <p className="functions-none muted">nothing differs beyond noise</p>}
      </div>
    </div>
  );
}
