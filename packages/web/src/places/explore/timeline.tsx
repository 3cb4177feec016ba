import { type ReactNode, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { TimelineAnswer } from '../../api/wire.ts';

import { threeDigits } from '../../format/number.ts';
import { rateUnit } from '../../format/rate.ts';
import { durationText, spanText } from '../../format/time.ts';
import { onThemeChange, shownTheme } from '../../shell/theme.ts';
import { fillSlots } from '../../state/fill-slots.ts';
import { gapsOf } from '../../state/gaps-of.ts';
import type { Span } from '../../state/time-range.ts';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useWidth } from '../../ui/use-width.ts';
import { makeTimelinePlot, type TimelineColours } from './timeline-plot.ts';

export interface TimelineProps {
  readonly answer: TimelineAnswer | undefined;
  readonly span: Span;
  readonly looked: Span;
  readonly isBrushed: boolean;
  readonly isStale: boolean;
  readonly onBrush: (span: Span | undefined) => void;
}

const HEIGHT = 131;

/** The value over time, its mean as the headline. Dragging narrows what is looked at. */
export function Timeline({ answer, span, looked, isBrushed, isStale, onBrush }: TimelineProps): ReactNode {
  const rates = useMemo(() => (answer === undefined ? undefined : ratesOf(answer, span)), [answer, span]);
  return (
    <section className={`timeline${isStale ? ' is-stale' : ''}`} aria-label="Value over time">
      <div className="timeline-head">
        {rates === undefined ? <Skeleton width={110} height={22} /> : <Headline rates={rates} looked={looked} />}
        <p className="mono tiny">
          {spanText(looked.fromMs, looked.toMs)} · {durationText(looked.toMs - looked.fromMs)}
        </p>
        {isBrushed && (
          <Button look="quiet" small icon="cross" onClick={() => onBrush(undefined)}>
            Whole range
          </Button>
        )}
      </div>
      {rates === undefined ? (
        <div className="timeline-plot" />
      ) : (
        <Plot rates={rates} brush={isBrushed ? looked : undefined} onBrush={onBrush} />
      )}
    </section>
  );
}

interface Rates {
  readonly starts: readonly number[];
  readonly rates: readonly (number | null)[];
  readonly unit: string;
  readonly stepSeconds: number;
}

function ratesOf({ type, groups, stepSeconds }: TimelineAnswer, span: Span): Rates {
  const isAverage = type.aggregation === 'avg';
  const { startsMs, sums } = fillSlots(groups[0]?.points ?? [], span, stepSeconds, isAverage);
  const perSecond = sums.map((sum, slot) => {
    if (sum === null || isAverage) return sum;
    const seconds = Math.min(stepSeconds, (span.toMs - startsMs[slot]!) / 1000);
    return seconds < stepSeconds / 3 ? null : sum / seconds;
  });
  const largest = Math.max(0, ...perSecond.map((value) => value ?? 0));
  const { factor, unit } = rateUnit(type.name, type.unit, largest);
  const starts = startsMs.map((ms) => ms / 1000);
  return { starts, rates: perSecond.map((value) => (value === null ? null : value * factor)), unit, stepSeconds };
}

function Headline({ rates, looked }: { readonly rates: Rates; readonly looked: Span }): ReactNode {
  let sum = 0;
  let slots = 0;
  rates.starts.forEach((start, index) => {
    const rate = rates.rates[index];
    if (rate === null || rate === undefined || start * 1000 < looked.fromMs || start * 1000 >= looked.toMs) return;
    sum += rate;
    slots++;
  });
  if (slots === 0) return <p className="muted">no data here</p>;
  return (
    <p className="timeline-figure">
      {threeDigits(sum / slots)} <small>{rates.unit}</small>
    </p>
  );
}

function Plot({
  rates,
  brush,
  onBrush,
}: {
  readonly rates: Rates;
  readonly brush: Span | undefined;
  readonly onBrush: (span: Span | undefined) => void;
}): ReactNode {
  const [host, width] = useWidth<HTMLDivElement>();
  const theme = useSyncExternalStore(onThemeChange, shownTheme);
  const handler = useRef(onBrush);
  useEffect(() => {
    handler.current = onBrush;
  });
  const [brushFrom, brushTo] = [brush?.fromMs, brush?.toMs];
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme on the screen decides the colours
  useEffect(() => {
    if (host.current === null || width === 0) return;
    const plot = makeTimelinePlot({
      host: host.current,
      width,
      height: HEIGHT,
      colours: readColours(),
      unit: rates.unit,
      data: [[...rates.starts], bridged(rates.rates)],
      stepSeconds: rates.stepSeconds,
      brush: brushFrom === undefined || brushTo === undefined ? undefined : { fromMs: brushFrom, toMs: brushTo },
      onBrush: (span) => handler.current(span),
    });
    return () => plot.destroy();
  }, [host, width, theme, rates, brushFrom, brushTo]);
  return <div ref={host} className="timeline-plot" role="img" aria-label={describe(rates)} />;
}

/** uPlot bridges what is undefined and breaks at null: gaps of the uploads' rhythm are bridged. */
function bridged(rates: readonly (number | null)[]): (number | null)[] {
  const result: (number | null | undefined)[] = rates.map((rate) => rate ?? undefined);
  for (const [begin, end] of gapsOf(rates)) result.fill(null, begin, end);
  return result as (number | null)[];
}

function describe({ rates, unit, starts }: Rates): string {
  const known = rates.filter((rate) => rate !== null);
  if (known.length === 0) return 'No data in this range';
  const mean = known.reduce((sum, rate) => sum + rate, 0) / known.length;
  const [least, most] = [Math.min(...known), Math.max(...known)].map(threeDigits);
  return `${String(starts.length)} slots, from ${String(least)} to ${String(most)}, in the mean ${threeDigits(mean)} ${unit}`;
}

function readColours(): TimelineColours {
  const probe = document.createElement('i');
  probe.hidden = true;
  document.body.append(probe);
  const colour = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    line: colour('plot'),
    fill: colour('plot-fill'),
    grid: colour('grid'),
    axis: colour('border-strong'),
    text: colour('text-muted'),
    hatch: colour('border-strong'),
    accent: colour('accent'),
    font: getComputedStyle(document.documentElement).getPropertyValue('--font-mono'),
  };
  probe.remove();
  return colours;
}
