import {
  type FlameLayout,
  type FrameBox,
  frameKind,
  type NodeIndex,
  nameOfNode,
  OTHER_FRAME,
  ROOT,
  splitName,
} from '@hearth/flamegraph';
import { Fragment, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { shareNumber } from '../../format/number.ts';
import { Quantity, ShareBar } from '../share-bar.tsx';
import { placeBeside } from './place-beside.ts';

export interface FrameTooltipProps {
  readonly layout: FlameLayout;
  readonly node: NodeIndex;
  readonly box: FrameBox;
  readonly zoom: NodeIndex;
  /** It stays, and its text can be selected. */
  readonly isPinned?: boolean | undefined;
  readonly valueText: (value: number) => string;
  /** A value by time, e.g. `4.93 cores`; nothing when values are not by time. */
  readonly rateText?: ((value: number) => string) | undefined;
}

const kinds = { app: 'application', library: 'library', runtime: 'runtime', kernel: 'kernel' } as const;

/** What is known of the frame under the pointer. It never covers its frame: right of it, else below, left, above. */
export function FrameTooltip({
  layout,
  node,
  box,
  zoom,
  isPinned = false,
  valueText,
  rateText,
}: FrameTooltipProps): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: -1_000, top: 0 });
  useLayoutEffect(() => setPlace(placeBeside(box, element.current?.offsetHeight ?? 0)), [box]);
  const { columns } = layout;
  const { total, self, frame, frames, parent } = columns;
  const info = frames[frame[node] ?? -1];
  const parts = info === undefined ? { path: '', own: nameOfNode(columns, node) } : splitName(info);
  const value = total[node] ?? 0;
  const shares: readonly (readonly [string, number])[] = [
    ['of the root', value / layout.total],
    ['of its parent', node === ROOT ? 1 : value / (total[parent[node] ?? ROOT] ?? value)],
    ['of the zoom', value / (total[zoom] ?? value)],
  ];
  const values: readonly (readonly [string, number])[] = [
    ['Total, with what it calls', value],
    ['Self', self[node] ?? 0],
  ];
  return (
    <div ref={element} className={isPinned ? 'tooltip is-pinned' : 'tooltip'} role="tooltip" style={place}>
      <div className="tooltip-name">
        <span>{parts.path}</span>
        {parts.own}
      </div>
      {info !== undefined && (
        <div className="tooltip-where">
          {info.file !== '' && `${info.file}${info.line > 0 ? `:${String(info.line)}` : ''} · `}
          {kinds[frameKind(info)]}
          {info.module !== '' && ` · ${info.module}`}
        </div>
      )}
      <div className="tooltip-shares">
        {shares.map(([text, share]) => (
          <Fragment key={text}>
            <span className="muted">{text}</span>
            <ShareBar share={share} />
            <span className="num">
              <Quantity number={shareNumber(share)} unit="%" />
            </span>
          </Fragment>
        ))}
      </div>
      <div className="tooltip-values">
        {values.map(([text, amount]) => (
          <Fragment key={text}>
            <span className="muted">{text}</span>
            <span className="num">{valueText(amount)}</span>
            <span className="num muted">{rateText?.(amount)}</span>
          </Fragment>
        ))}
      </div>
      <div className="tooltip-keys">
        <span>
          <kbd>Click</kbd> {frame[node] === OTHER_FRAME ? 'opens it here' : 'zoom'}
        </span>
        <span>
          <kbd>2 × click</kbd> sandwich
        </span>
        <span>
          <kbd>Right</kbd> more
        </span>
        <span>
          <kbd>Space</kbd> {isPinned ? 'lets go' : 'keep'}
        </span>
      </div>
    </div>
  );
}
