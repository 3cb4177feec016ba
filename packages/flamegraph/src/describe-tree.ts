import type { FlameLayout } from './flame-layout.ts';
import { type NodeIndex, nameOfNode, ROOT } from './tree-columns.ts';

/** `24.6 %`; below a twentieth of a percent `< 0.1 %`. */
export function shareText(share: number): string {
  if (!Number.isFinite(share)) return '–';
  if (share > 0 && share < 0.0005) return '< 0.1 %';
  return `${(share * 100).toFixed(1)} %`;
}

/** Says one frame in a sentence, for those who hear the picture. */
export function describeNode(layout: FlameLayout, node: NodeIndex, valueText: (value: number) => string): string {
  const { columns } = layout;
  const total = columns.total[node] ?? 0;
  const children = layout.children(node).length;
  const below = children === 0 ? 'calls nothing' : `calls ${children}`;
  const self = columns.self[node] ?? 0;
  return [
    nameOfNode(columns, node),
    `${valueText(total)}, ${shareText(total / layout.total)} of all`,
    `itself ${valueText(self)}`,
    `row ${layout.depthOf(node) + 1} of ${layout.rowCount}`,
    below,
  ].join(', ');
}

/** How many frames the summary follows down. */
const HOT_PATH_FRAMES = 12;

/** The picture in words: how large it is, and the path of the widest frames, from the root down. */
export function summarizeTree(layout: FlameLayout, valueText: (value: number) => string): readonly string[] {
  const { columns, rowCount } = layout;
  if (columns.parent.length === 0) return ['Nothing to draw.'];
  const lines = [`${columns.parent.length} frames in ${rowCount} rows, together ${valueText(layout.total)}.`];
  let at: NodeIndex = ROOT;
  for (let step = 0; step < HOT_PATH_FRAMES; step++) {
    let widest: NodeIndex | undefined;
    for (const child of layout.children(at)) {
      if (widest === undefined || columns.total[child]! > columns.total[widest]!) widest = child;
    }
    if (widest === undefined) break;
    lines.push(`${nameOfNode(columns, widest)}, ${shareText(columns.total[widest]! / layout.total)}`);
    at = widest;
  }
  return lines;
}
