import { ROOT } from '@hearth/flamegraph';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type FunctionName, timelineQuery } from '../../api/queries.ts';
import { type Selector, type TimelineAnswer, toNumber } from '../../api/wire.ts';
import { inScale, shareNumber } from '../../format/number.ts';
import { type Scale, scaleOf } from '../../format/scale.ts';
import { DockName } from '../../stacks/dock-name.tsx';
import { fillSlots } from '../../state/fill-slots.ts';
import { stepSecondsFor } from '../../state/slots.ts';
import type { Span } from '../../state/time-range.ts';
import { Quantity } from '../../ui/share-bar.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Spark } from '../../ui/spark.tsx';
import { changeClass, ratioText, signedInScale } from './change-words.ts';
import type { ComparedFunction, Pair } from './compare-tree.ts';
import type { ComparePicture } from './use-compare.ts';
import '../../stacks/dock.css';

export interface CompareDockProps {
  readonly project: string;
  readonly picture: ComparePicture;
  readonly selectors: { readonly before: Selector; readonly after: Selector };
  readonly spans: { readonly before: Span; readonly after: Span };
  readonly unit: string;
  readonly isAbsolute: boolean;
  readonly row: ComparedFunction;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

const SLOTS = 96;
const SHOWN_HOSTS = 4;
const SPARK = { width: 250, height: 34 };

/** What one asks next of a function that changed: by how much on each side, since when, and on which hosts. */
export function CompareDock(props: CompareDockProps): ReactNode {
  const { picture, unit, row, onOpen, onClose } = props;
  const { columns, sides } = picture.comparison;
  const info = columns.frames[row.frame];
  if (info === undefined) return null;
  const wholes: Pair = { before: sides.before.total[ROOT] ?? 0, after: sides.after.total[ROOT] ?? 0 };
  // One for all of them, so that they compare at a glance.
  const scale = scaleOf(unit, Math.max(row.total.before, row.total.after));
  const only = { function: info.name, file: info.file || undefined, module: info.module || undefined };
  return (
    <section className="dock" aria-label="Selected function">
      <DockName info={info} onSandwich={onOpen} onClose={onClose} />
      <div className="compare-values grow">
        <table>
          <thead>
            <tr>
              <th>
                <span className="visually-hidden">Value</span>
              </th>
              <th>A</th>
              <th>B</th>
              <th>Change</th>
              <th>Relative</th>
            </tr>
          </thead>
          <tbody>
            <ValueRow name="Self" pair={row.self} wholes={wholes} scale={scale} />
            <ValueRow name="Total" pair={row.total} wholes={wholes} scale={scale} />
          </tbody>
        </table>
      </div>
      <OverTime {...props} only={only} />
      <Hosts {...props} only={only} />
    </section>
  );
}

function ValueRow({
  name,
  pair,
  wholes,
  scale,
}: {
  readonly name: string;
  readonly pair: Pair;
  readonly wholes: Pair;
  readonly scale: Scale;
}): ReactNode {
  const look = changeClass(pair, Math.max(wholes.before, wholes.after));
  const value = (side: keyof Pair): ReactNode => (
    <td className="num">
      {`${inScale(pair[side], scale)} ${scale.unit}`.trimEnd()}
      <small className="muted">{shareNumber(pair[side] / (wholes[side] || Number.NaN))} %</small>
    </td>
  );
  return (
    <tr>
      <th scope="row">{name}</th>
      {value('before')}
      {value('after')}
      <td className={`num ${look}`}>{signedInScale(pair, scale)}</td>
      <td className={`num ${look}`}>{look === 'noise' ? 'noise' : ratioText(pair)}</td>
    </tr>
  );
}

type AskedProps = CompareDockProps & { readonly only: FunctionName };

/** The function's value on both sides, on one scale. */
function OverTime({ project, selectors, spans, isAbsolute, only }: AskedProps): ReactNode {
  const steps = { before: stepSecondsFor(spans.before, SLOTS), after: stepSecondsFor(spans.after, SLOTS) };
  const before = useQuery(timelineQuery(project, selectors.before, steps.before, [], only));
  const after = useQuery(timelineQuery(project, selectors.after, steps.after, [], only));
  const valuesOf = (answer: TimelineAnswer | undefined, side: 'before' | 'after') =>
    answer === undefined
      ? undefined
      : fillSlots(
          answer.groups[0]?.points ?? [],
          spans[side],
          steps[side],
          !isAbsolute || answer.type.aggregation === 'avg',
        ).sums;
  const lines = [
    ['A', valuesOf(before.data, 'before')],
    ['B', valuesOf(after.data, 'after')],
  ] as const;
  const most = Math.max(0, ...lines.flatMap(([, values]) => (values ?? []).map((value) => value ?? 0)));
  return (
    <div className="dock-series">
      <h2>Over time{isAbsolute ? '' : ', by profile'}</h2>
      {lines.map(([side, values]) => (
        <p key={side} className="row compare-line">
          <span className="mono tiny muted">{side}</span>
          {values === undefined ? <Skeleton {...SPARK} /> : <Spark values={values} most={most} {...SPARK} />}
        </p>
      ))}
    </div>
  );
}

interface HostShare {
  readonly host: string;
  readonly before: number;
  readonly after: number;
}

/** Hosts by their share of the function's value, on both sides. */
function Hosts({ project, selectors, spans, only }: AskedProps): ReactNode {
  const before = useQuery(timelineQuery(project, selectors.before, stepSecondsFor(spans.before, 2), ['host'], only));
  const after = useQuery(timelineQuery(project, selectors.after, stepSecondsFor(spans.after, 2), ['host'], only));
  const shares = before.data && after.data && hostShares(before.data, after.data);
  return (
    <div className="dock-hosts">
      <h2>Where it runs, A and B</h2>
      {shares === undefined ? (
        <Skeleton width={200} height={56} />
      ) : (
        <ul className="dock-list compare-hosts">
          {shares.slice(0, SHOWN_HOSTS).map(({ host, before: old, after: now }) => (
            <li key={host}>
              <span className="mono tiny" title={host}>
                {host || 'unknown host'}
              </span>
              {[old, now].map((share, side) => (
                <span key={side === 0 ? 'A' : 'B'} className="num tiny">
                  <Quantity number={shareNumber(share)} unit="%" />
                </span>
              ))}
            </li>
          ))}
          {shares.length > SHOWN_HOSTS && <li className="tiny muted">{shares.length - SHOWN_HOSTS} more hosts</li>}
          {shares.length === 0 && <li className="tiny muted">in neither range</li>}
        </ul>
      )}
    </div>
  );
}

function hostShares(before: TimelineAnswer, after: TimelineAnswer): readonly HostShare[] {
  const found = new Map<string, { before: number; after: number }>();
  for (const [side, { groups, total }] of [
    ['before', before],
    ['after', after],
  ] as const) {
    for (const { labels, sum } of groups) {
      const host = labels?.[0] ?? '';
      const share = found.get(host) ?? { before: 0, after: 0 };
      share[side] += toNumber(sum) / (toNumber(total) || 1);
      found.set(host, share);
    }
  }
  return [...found]
    .map(([host, share]) => ({ host, ...share }))
    .sort((left, right) => right.before + right.after - left.before - left.after);
}
