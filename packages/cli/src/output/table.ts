import { printable } from './printable.ts';
import type { Style } from './style.ts';

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
  /** Numbers read best aligned at their end. */
  readonly align?: 'left' | 'right';
  /** Colour of a cell, chosen by its row; the width is counted without it. */
  readonly paint?: (text: string, row: Row) => string;
}

/** Aligned columns with a head line, two blanks between them, no trailing blanks; one line of text when there are no rows. */
export function renderTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  options: { readonly style: Style; readonly whenEmpty: string },
): string {
  if (rows.length === 0) return `${options.whenEmpty}\n`;
  const cells = rows.map((row) => columns.map((column) => printable(column.value(row))));
  const widths = columns.map((column, index) =>
    cells.reduce((widest, line) => Math.max(widest, width(line[index] ?? '')), width(column.title)),
  );
  const lay = (texts: readonly string[], paint: (text: string, index: number) => string): string =>
    texts
      .map((text, index) => {
        const blanks = ' '.repeat((widths[index] ?? 0) - width(text));
        const painted = paint(text, index);
        if (columns[index]?.align === 'right') return blanks + painted;
        return index === columns.length - 1 ? painted : painted + blanks;
      })
      .join('  ')
      .trimEnd();
  const head = lay(
    columns.map((column) => column.title),
    (text) => options.style.dim(text),
  );
  const body = rows.map((row, at) => lay(cells[at] ?? [], (text, index) => columns[index]?.paint?.(text, row) ?? text));
  return `${[head, ...body].join('\n')}\n`;
}

/** Characters rather than UTF-16 units; wide glyphs count as one, which is close enough for names. */
function width(text: string): number {
  return [...text].length;
}
