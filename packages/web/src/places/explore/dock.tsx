import type { FrameInfo } from '@hearth/flamegraph';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { timelineQuery } from '../../api/queries.ts';
import { type Selector, type TimelineAnswer, toNumber } from '../../api/wire.ts';
import { shareNumber } from '../../format/number.ts';
import { DockName } from '../../stacks/dock-name.tsx';
import { fillSlots } from '../../state/fill-slots.ts';
import { stepSecondsFor } from '../../state/slots.ts';
import type { Span } from '../../state/time-range.ts';
import { Button } from '../../ui/button.tsx';
import { Quantity, ShareBar } from '../../ui/share-bar.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Spark } from '../../ui/spark.tsx';
import '../../stacks/dock.css';

export interface DockProps {
  readonly project: string;
  /** Of the whole range, without its times. */
  readonly selector: Selector;
  readonly span: Span;
  readonly info: FrameInfo;
  readonly onSandwich: () => void;
  readonly onFocus: () => void;
  readonly onHide: () => void;
  readonly onClose: () => void;
}

const SLOTS = 96;
const SHOWN_HOSTS = 4;

/** What is asked next of a selected function: when did it begin, and where does it run. */
export function Dock({ project, selector, span, info, onSandwich, onFocus, onHide, onClose }: DockProps): ReactNode {
  const only = { function: info.name, file: info.file || undefined, module: info.module || undefined };
  const stepSeconds = stepSecondsFor(span, SLOTS);
  const series = useQuery(timelineQuery(project, selector, stepSeconds, [], only));
  const hosts = useQuery(timelineQuery(project, selector, stepSecondsFor(span, 2), ['host'], only));
  return (
    <section className="dock" aria-label="Selected function">
      <DockName info={info} onSandwich={onSandwich} onClose={onClose}>
        <Button small onClick={onFocus}>
          Only this
        </Button>
        <Button small onClick={onHide}>
          Without
        </Button>
      </DockName>
      <div className="dock-series grow">
        <h2>Over the whole range</h2>
        {series.data === undefined ? (
          <Skeleton width={280} height={56} />
        ) : (
          <Spark values={valuesOf(series.data, span, stepSeconds)} width={304} height={62} />
        )}
      </div>
      <div className="dock-hosts">
        <h2>Where it runs</h2>
        {hosts.data === undefined ? <Skeleton width={200} height={56} /> : <Hosts answer={hosts.data} />}
      </div>
    </section>
  );
}

const valuesOf = (answer: TimelineAnswer, span: Span, stepSeconds: number): readonly (number | null)[] =>
  fillSlots(answer.groups[0]?.points ?? [], span, stepSeconds, answer.type.aggregation === 'avg').sums;

function Hosts({ answer }: { readonly answer: TimelineAnswer }): ReactNode {
  const whole = toNumber(answer.total) || 1;
  const groups = [...answer.groups].sort((left, right) => toNumber(right.sum) - toNumber(left.sum));
  return (
    <ul className="dock-list">
      {groups.slice(0, SHOWN_HOSTS).map(({ labels, sum }) => (
        <li key={labels?.[0] ?? ''}>
          <span className="mono tiny">{labels?.[0] || 'unknown host'}</span>
          <ShareBar share={toNumber(sum) / whole} />
          <span className="num tiny">
            <Quantity number={shareNumber(toNumber(sum) / whole)} unit="%" />
          </span>
        </li>
      ))}
      {groups.length > SHOWN_HOSTS && <li className="tiny muted">{groups.length - SHOWN_HOSTS} more hosts</li>}
      {groups.length === 0 && <li className="tiny muted">not in this range</li>}
    </ul>
  );
}
