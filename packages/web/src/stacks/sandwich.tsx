import { FlameLayout, type FrameBox, type FrameInfo, type NodeIndex, ROOT, splitName } from '@hearth/flamegraph';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { callersQuery } from '../api/queries.ts';
import { type Selector, toNumber } from '../api/wire.ts';
import { shareNumber } from '../format/number.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { FlameView } from '../ui/flame/flame-view.tsx';
import { FrameTooltip } from '../ui/flame/frame-tooltip.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { columnsOf, frameInfoOf } from './columns-of.ts';

export interface SandwichProps {
  readonly project: string;
  readonly selector: Selector;
  /** The function in the middle. */
  readonly name: string;
  /** What tells it apart from others of that name; any of them when absent. */
  readonly file?: string | undefined;
  readonly module?: string | undefined;
  readonly valueText: (value: number) => string;
  readonly onOpen: (name: string, info: FrameInfo) => void;
}

/** One function wherever it is called: who calls it above, growing up; what it calls below, at the same scale. */
export function Sandwich({ project, selector, name, file, module, valueText, onOpen }: SandwichProps): ReactNode {
  const answer = useQuery(callersQuery(project, selector, { function: name, file, module }));
  const { data } = answer;
  const trees = useMemo(
    () =>
      data === undefined
        ? undefined
        : { callers: new FlameLayout(columnsOf(data.callers)), callees: new FlameLayout(columnsOf(data.callees)) },
    [data],
  );
  if (answer.error !== null && data === undefined) {
    return <ErrorNotice error={answer.error} onRetry={() => void answer.refetch()} />;
  }
  if (data === undefined || trees === undefined) {
    return (
      <div className="sandwich">
        <div className="sandwich-band">
          <Skeleton width="40%" height={12} />
        </div>
      </div>
    );
  }
  const whole = toNumber(data.facts.total);
  const total = toNumber(data.total);
  const [frame] = data.callees.shape.frames.filter((one) => frameInfoOf(one).name === name);
  const parts = frame === undefined ? { path: '', own: name } : splitName(frameInfoOf(frame));
  return (
    <div className={`sandwich${answer.isPlaceholderData ? ' is-stale' : ''}`}>
      <Half
        layout={trees.callers}
        isFlipped
        none="An entry point: nothing calls it."
        valueText={valueText}
        onOpen={onOpen}
      />
      <div className="sandwich-band">
        <span className="mono">
          <span className="muted">{parts.path}</span>
          <b>{parts.own}</b>
        </span>
        {module !== undefined && (
          <span className="small muted sandwich-module" title={[file, module].filter(Boolean).join(' · ')}>
            {module}
          </span>
        )}
        <span className="grow" />
        <span className="mono">{valueText(total)}</span>
        <span className="muted small">
          {shareNumber(whole === 0 ? 0 : total / whole)} % of all, itself {valueText(toNumber(data.self))}
        </span>
      </div>
      <Half layout={trees.callees} none="A leaf: it calls nothing." valueText={valueText} onOpen={onOpen} />
    </div>
  );
}

function Half({
  layout,
  isFlipped = false,
  none,
  valueText,
  onOpen,
}: {
  readonly layout: FlameLayout;
  readonly isFlipped?: boolean;
  readonly none: string;
  readonly valueText: (value: number) => string;
  readonly onOpen: (name: string, info: FrameInfo) => void;
}): ReactNode {
  const [hover, setHover] = useState<{ readonly node: NodeIndex; readonly box: FrameBox }>();
  const [zoom, setZoom] = useState<NodeIndex>(ROOT);
  const shown = zoom < layout.columns.parent.length ? zoom : ROOT;
  if (layout.rowCount < 2) return <div className="sandwich-none muted">{none}</div>;
  return (
    <div className="sandwich-half">
      <FlameView
        layout={layout}
        valueText={valueText}
        zoom={shown}
        isFlipped={isFlipped}
        hidesRoot
        handlers={{
          onHover: (node, box) => setHover(node === undefined || box === undefined ? undefined : { node, box }),
          onZoom: setZoom,
          onBack: () => setZoom(layout.columns.parent[shown] ?? ROOT),
          onOpen: (node) => {
            const info = layout.columns.frames[layout.columns.frame[node] ?? -1];
            if (info !== undefined) onOpen(info.name, info);
          },
        }}
      />
      {hover !== undefined && hover.node < layout.columns.parent.length && (
        <FrameTooltip layout={layout} node={hover.node} box={hover.box} zoom={shown} valueText={valueText} />
      )}
    </div>
  );
}
