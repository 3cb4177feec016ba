import { type FrameBox, type NodeIndex, nameOfNode, ROOT, shareText, splitName } from '@hearth/flamegraph';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { valueText } from '../../format/number.ts';
import { placeBeside } from '../../ui/flame/place-beside.ts';
import { changeClass, ratioText, signedValue } from './change-words.ts';
import type { Comparison } from './compare-tree.ts';

/** Both values of the frame under the pointer, and their change. */
export function ChangeTooltip({
  comparison: { columns, sides },
  node,
  box,
  unit,
}: {
  readonly comparison: Comparison;
  readonly node: NodeIndex;
  readonly box: FrameBox;
  readonly unit: string;
}): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: -1_000, top: 0 });
  useLayoutEffect(() => setPlace(placeBeside(box, element.current?.offsetHeight ?? 0)), [box]);
  const info = columns.frames[columns.frame[node] ?? -1];
  const parts = info === undefined ? { path: '', own: nameOfNode(columns, node) } : splitName(info);
  const whole = Math.max(sides.before.total[ROOT] ?? 0, sides.after.total[ROOT] ?? 0);
  return (
    <div ref={element} className="tooltip" role="tooltip" style={place}>
      <div className="tooltip-name">
        <span>{parts.path}</span>
        {parts.own}
      </div>
      {info !== undefined && info.file !== '' && <div className="tooltip-where">{info.file}</div>}
      {(['total', 'self'] as const).map((name) => {
        const pair = { before: sides.before[name][node] ?? 0, after: sides.after[name][node] ?? 0 };
        const look = changeClass(pair, whole);
        const share = (side: 'before' | 'after'): string =>
          shareText(pair[side] / (sides[side].total[ROOT] || Number.NaN));
        return (
          <div key={name} className="tooltip-values">
            <span className="muted">{name === 'total' ? 'Total, A' : 'Self, A'}</span>
            <span className="num">{valueText(pair.before, unit)}</span>
            <span className="num muted">{share('before')}</span>
            <span className="muted">{name === 'total' ? 'Total, B' : 'Self, B'}</span>
            <span className="num">{valueText(pair.after, unit)}</span>
            <span className="num muted">{share('after')}</span>
            <span className="muted">Change</span>
            <span className={`num ${look}`}>{signedValue(pair, unit)}</span>
            <span className={`num ${look}`}>{look === 'noise' ? 'noise' : ratioText(pair)}</span>
          </div>
        );
      })}
    </div>
  );
}
