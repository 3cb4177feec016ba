import { type ReactNode, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { TimelinePoint } from '../../api/wire.ts';
import { changeText, threeDigits } from '../../format/number.ts';
import { rateUnit } from '../../format/rate.ts';
import { durationText, momentText, spanText } from '../../format/time.ts';
import { onThemeChange, shownTheme } from '../../shell/theme.ts';
import { changeOf } from '../../state/change-of.ts';
import { fillSlots } from '../../state/fill-slots.ts';
import { gapsOf } from '../../state/gaps-of.ts';
import type { ReleaseMark } from '../../state/release-marks.ts';
import { secondsOfSlots } from '../../state/seconds-of-slots.ts';
import type { Span } from '../../state/time-range.ts';
import { Button } from '../../ui/button.tsx';
import { readColours } from '../../ui/read-colours.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useWidth } from '../../ui/use-width.ts';
import { BrushSlider } from './brush-slider.tsx';
import type { TimelineColours, TimelinePlotOptions } from './timeline-plot.ts';
import type { TimelineData } from './use-timeline.ts';

/** Loaded beside the place, not before it: the values come later anyway. */
const plotting = import('./timeline-plot.ts');

export interface TimelineProps {
  readonly data: TimelineData;
  /** It is known that nothing can come. */
  readonly isNothing: boolean;
  readonly looked: Span;
  readonly isBrushed: boolean;
  /** The one that is filtered by: its flag stands out. */
  readonly release: string | undefined;
  readonly onBrush: (span: Span | undefined) => void;
}

const HEIGHT = 131;

/** The value over time, its mean as the headline. Dragging narrows what is looked at. */
export function Timeline({ data, isNothing, looked, isBrushed, release, onBrush }: TimelineProps): ReactNode {
  const { answer, span, points, before, shiftMs, lengthMs, marks, error } = data;
  // What failed is said below, with a way to ask again: a skeleton would promise that it comes by itself.
  const isWaiting = !isNothing && error === null;
  const rates = useMemo(
    () => (answer === undefined ? undefined : ratesOf({ answer, span, points, before, shiftMs })),
    [answer, span, points, before, shiftMs],
  );
  return (
    <section className="timeline" aria-label="Value over time">
      <div className="timeline-head">
        {isNothing && <p className="muted">no data here</p>}
        {error !== null && rates === undefined && <p className="muted">not known</p>}
        {rates === undefined
          ? isWaiting && <Skeleton width={110} height={24} />
          : !isNothing && <Headline rates={rates} looked={looked} />}
        <p className="mono tiny timeline-span">
          {spanText(looked.fromMs, looked.toMs)} · {durationText(looked.toMs - looked.fromMs)}
        </p>
        {isBrushed && (
          <Button look="quiet" small icon="cross" onClick={() => onBrush(undefined)}>
            Whole range
          </Button>
        )}
      </div>
      {rates === undefined ? (
        <div className="timeline-plot timeline-waiting">{isWaiting && <Skeleton width="100%" height={86} />}</div>
      ) : (
        <Plot
          rates={rates}
          span={span}
          brush={isBrushed ? looked : undefined}
          marks={marks}
          release={release}
          ghostName={`the ${durationText(lengthMs)} before`}
          onBrush={onBrush}
        />
      )}
    </section>
  );
}

interface Rates {
  readonly starts: readonly number[];
  readonly rates: readonly (number | null)[];
  /** Of the period before, slot by slot; empty until it is known. */
  readonly ghost: readonly (number | null)[];
  readonly unit: string;
  readonly stepSeconds: number;
}

type RatesSource = Pick<TimelineData, 'span' | 'points' | 'before' | 'shiftMs'> & {
  readonly answer: NonNullable<TimelineData['answer']>;
};

function ratesOf({ answer: { type, stepSeconds }, span, points, before, shiftMs }: RatesSource): Rates {
  const isAverage = type.aggregation === 'avg';
  const perSecondOf = (of: readonly TimelinePoint[], over: Span) => {
    const { startsMs, sums } = fillSlots(of, over, stepSeconds, isAverage);
    const covered = secondsOfSlots(sums, stepSeconds);
    const rates = sums.map((sum, slot) => {
      if (sum === null || isAverage) return sum;
      const cut = (over.toMs - startsMs[slot]!) / 1000;
      const seconds = covered[slot]! > stepSeconds ? covered[slot]! : Math.min(stepSeconds, cut);
      return seconds < stepSeconds / 3 ? null : sum / seconds;
    });
    return { startsMs, rates };
  };
  const line = perSecondOf(points, span);
  const earlier = { fromMs: span.fromMs - shiftMs, toMs: span.toMs - shiftMs };
  const ghost = before === undefined ? [] : perSecondOf(before, earlier).rates;
  const largest = Math.max(0, ...line.rates.map((value) => value ?? 0));
  const { factor, unit } = rateUnit(type.name, type.unit, largest);
  const shown = (rate: number | null): number | null => (rate === null ? null : rate * factor);
  return {
    starts: line.startsMs.map((ms) => ms / 1000),
    rates: line.rates.map(shown),
    ghost: ghost.map(shown),
    unit,
    stepSeconds,
  };
}

function Headline({ rates, looked }: { readonly rates: Rates; readonly looked: Span }): ReactNode {
  const isLooked = (_rate: unknown, index: number): boolean => {
    const startMs = (rates.starts[index] ?? 0) * 1000;
    return startMs >= looked.fromMs && startMs < looked.toMs;
  };
  const known = rates.rates.filter(isLooked).filter((rate) => rate !== null);
  if (known.length === 0) return <p className="muted">no data here</p>;
  const change = changeOf(rates.ghost.filter(isLooked), known);
  return (
    <>
      <p className="timeline-figure">
        {threeDigits(known.reduce((sum, rate) => sum + rate, 0) / known.length)} <small>{rates.unit}</small>
      </p>
      {change?.isBeyondNoise === true && (
        <p className="tiny muted">
          <b className={change.ratio > 1 ? 'more' : 'less'}>{changeText(change.ratio)}</b> against before
        </p>
      )}
    </>
  );
}

function Plot({
  rates,
  span,
  brush,
  marks,
  release,
  ghostName,
  onBrush,
}: {
  readonly rates: Rates;
  readonly span: Span;
  readonly brush: Span | undefined;
  readonly marks: readonly ReleaseMark[];
  readonly release: string | undefined;
  readonly ghostName: string;
  readonly onBrush: (span: Span | undefined) => void;
}): ReactNode {
  const [host, width] = useWidth<HTMLDivElement>();
  const theme = useSyncExternalStore(onThemeChange, shownTheme);
  const handler = useRef(onBrush);
  useEffect(() => {
    handler.current = onBrush;
  });
  const [draft, setDraft] = useState<Span>();
  const drawn = draft ?? brush;
  const [brushFrom, brushTo] = [drawn?.fromMs, drawn?.toMs];
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme on the screen decides the colours
  useEffect(() => {
    const element = host.current;
    if (element === null || width === 0) return;
    const options: Omit<TimelinePlotOptions, 'colours'> = {
      host: element,
      width,
      height: HEIGHT,
      unit: rates.unit,
      data: [
        [...rates.starts],
        bridged(rates.rates),
        bridged(rates.starts.map((_start, slot) => rates.ghost[slot] ?? null)),
      ],
      ghostName: rates.ghost.some((rate) => rate !== null) ? ghostName : undefined,
      marks,
      release,
      stepSeconds: rates.stepSeconds,
      brush: brushFrom === undefined || brushTo === undefined ? undefined : { fromMs: brushFrom, toMs: brushTo },
      onBrush: (span) => handler.current(span),
    };
    let isGone = false;
    let destroy: (() => void) | undefined;
    void plotting.then(({ makeTimelinePlot }) => {
      if (isGone) return;
      const plot = makeTimelinePlot({ ...options, colours: timelineColours() });
      destroy = () => plot.destroy();
    });
    return () => {
      isGone = true;
      destroy?.();
    };
  }, [host, width, theme, rates, brushFrom, brushTo, marks, release, ghostName]);
  return (
    <div className="timeline-plot">
      <div ref={host} role="img" aria-label={describe(rates, marks)} />
      <BrushSlider span={span} brush={brush} stepMs={rates.stepSeconds * 1000} onDraft={setDraft} onBrush={onBrush} />
    </div>
  );
}

/** uPlot bridges what is undefined and breaks at null: gaps of the uploads' rhythm are bridged. */
function bridged(rates: readonly (number | null)[]): (number | null)[] {
  const result: (number | null | undefined)[] = rates.map((rate) => rate ?? undefined);
  for (const [begin, end] of gapsOf(rates)) result.fill(null, begin, end);
  return result as (number | null)[];
}

function describe({ rates, unit, starts }: Rates, marks: readonly ReleaseMark[]): string {
  const known = rates.filter((rate) => rate !== null);
  if (known.length === 0) return 'No data in this range';
  const mean = known.reduce((sum, rate) => sum + rate, 0) / known.length;
  const [least, most] = [Math.min(...known), Math.max(...known)].map(threeDigits);
  const began = marks.map(({ release, atMs }) => `; release ${release} since ${momentText(atMs)}`).join('');
  return `${String(starts.length)} slots, from ${String(least)} to ${String(most)}, in the mean ${threeDigits(mean)} ${unit}${began}`;
}

const tokens = [
  'plot',
  'plot-fill',
  'plot-ghost',
  'grid',
  'border-strong',
  'text-muted',
  'surface',
  'text',
  'page',
  'accent',
] as const;

function timelineColours(): TimelineColours {
  const colours = readColours(tokens);
  return {
    line: colours['plot'],
    fill: colours['plot-fill'],
    grid: colours['grid'],
    axis: colours['border-strong'],
    text: colours['text-muted'],
    hatch: colours['border-strong'],
    ghost: colours['plot-ghost'],
    surface: colours['surface'],
    strong: colours['text'],
    inverse: colours['page'],
    accent: colours['accent'],
    font: getComputedStyle(document.documentElement).getPropertyValue('--font-mono'),
  };
}
