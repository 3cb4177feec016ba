/** The first line of every generated page. */
export const generatedNote = '<!-- Written by scripts/generate-docs.mjs. Do not edit. -->\n\n';

/** Text for a cell of a table: one line, no bar that would end the cell. */
export const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ').trim();

/** A table of rows of cells. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  return `${[line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')}\n`;
}
