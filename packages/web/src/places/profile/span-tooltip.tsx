import { type FlameLayout, type FrameBox, type NodeIndex, nameOfNode, splitName } from '@hearth/flamegraph';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { placeBeside } from '../../ui/flame/place-beside.ts';
import { millis } from './millis.ts';

/** What is known of the span under the pointer. */
export function SpanTooltip({
  layout,
  node,
  box,
}: {
  readonly layout: FlameLayout;
  readonly node: NodeIndex;
  readonly box: FrameBox;
}): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: -1_000, top: 0 });
  useLayoutEffect(() => setPlace(placeBeside(box, element.current?.offsetHeight ?? 0)), [box]);
  const { columns } = layout;
  const info = columns.frames[columns.frame[node] ?? -1];
  const parts = info === undefined ? { path: '', own: nameOfNode(columns, node) } : splitName(info);
  const rows: readonly (readonly [string, string])[] = [
    ['Begins at', millis(columns.start?.[node] ?? 0)],
    ['This span', millis(columns.total[node] ?? 0)],
    ['of it itself', millis(columns.self[node] ?? 0)],
  ];
  return (
    <div ref={element} className="tooltip" role="tooltip" style={place}>
      <div className="tooltip-name">
        <span>{parts.path}</span>
        {parts.own}
      </div>
      {info !== undefined && info.file !== '' && (
        <div className="tooltip-where">
          {info.file}
          {info.line > 0 && `:${String(info.line)}`}
        </div>
      )}
      <dl className="tooltip-values">
        {rows.map(([name, text]) => (
          <div key={name} className="profile-pair">
            <dt className="muted">{name}</dt>
            <dd className="num">{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
