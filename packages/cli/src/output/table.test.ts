import { describe, expect, it } from 'vitest';
import { chooseStyle } from './style.ts';
import { renderTable } from './table.ts';

const plain = chooseStyle(false, {});
const columns = [
  { title: 'NAME', value: (row: readonly [string, number]) => row[0] },
  { title: 'COUNT', value: (row: readonly [string, number]) => String(row[1]), align: 'right' as const },
  { title: 'NOTE', value: () => 'x' },
];

describe('renderTable', () => {
  it('aligns columns, numbers at their end', () => {
    const rows = [
      ['a', 1],
      ['longer', 12345678],
    ] as const;
    expect(renderTable(columns, rows, { style: plain, whenEmpty: 'none' })).toBe(
      'NAME       COUNT  NOTE\na              1  x\nlonger  12345678  x\n',
    );
  });

  it('counts the width without colour, and colours only a terminal that wants it', () => {
    const style = chooseStyle(true, {});
    const painted = renderTable([{ title: 'A', value: () => 'bad', paint: style.red }, ...columns], [['a', 1]], {
      style,
      whenEmpty: '',
    });
    expect(painted).toContain('\u001b[31mbad\u001b[39m  a');
    expect(chooseStyle(true, { NO_COLOR: '1' }).red('x')).toBe('x');
    expect(chooseStyle(true, { NO_COLOR: '' }).red('x')).not.toBe('x');
  });

  it('does not let an uploaded name drive the terminal', () => {
    const text = renderTable(columns, [['\u001b[2Jevil\n', 1]], { style: plain, whenEmpty: '' });
    expect(text).not.toContain('\u001b');
    expect(text.split('\n')).toHaveLength(3);
    expect(text).toContain('\\u{1b}[2Jevil\\u{a}');
  });

  it('says so when there is nothing', () => {
    expect(renderTable(columns, [], { style: plain, whenEmpty: 'No profiles.' })).toBe('No profiles.\n');
  });
});
