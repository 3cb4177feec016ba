import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { facetsQuery, timelineQuery } from '../../api/queries.ts';
import type { Selector, ValueType } from '../../api/wire.ts';
import { shortCount, threeDigits } from '../../format/number.ts';
import { rateUnit } from '../../format/rate.ts';
import { momentText } from '../../format/time.ts';
import { fillSlots } from '../../state/fill-slots.ts';
import { filterText, matcherOf } from '../../state/place-search.ts';
import { alignedSpan, stepSecondsFor } from '../../state/slots.ts';
import { type Span, type TimeRange, wireRange } from '../../state/time-range.ts';
import { FilterChip } from '../../ui/filter-chip.tsx';
import { RangePicker } from '../../ui/range-picker.tsx';
import { Spark } from '../../ui/spark.tsx';
import { useWidth } from '../../ui/use-width.ts';
import { hostOf } from './presets.ts';
import type { SideFilter } from './side-search.ts';

export interface CompareSideProps {
  readonly name: 'A' | 'B';
  readonly project: string;
  readonly app: string | undefined;
  readonly selector: Selector | undefined;
  readonly filter: SideFilter;
  readonly span: Span;
  readonly range: TimeRange;
  /** What the range is beside the other side's. */
  readonly words?: string | undefined;
  readonly nowMs: number;
  readonly onFilter: (filter: SideFilter) => void;
  readonly onRange: (range: TimeRange) => void;
}

const SLOTS = 120;
const SPARK_PX = 30;

/** One of the two: its filters, its range, and its value over time. */
export function CompareSide(props: CompareSideProps): ReactNode {
  const { name, project, app, selector, filter, span, range, words, nowMs, onFilter, onRange } = props;
  const { environment, release, where = [] } = filter;
  const host = hostOf(where);
  const facets = useQuery({
    ...facetsQuery(project, { ...wireRange(span), app, environment, release, host, type: selector?.type }),
    enabled: selector !== undefined,
  });
  const optionsOf = (field: string) =>
    facets.data?.fields[field]?.values.map(({ value, count }) => ({ value, note: shortCount(count) }));
  const isHost = (one: string): boolean => matcherOf(one)?.name === 'host' && matcherOf(one)?.op === '=';
  const rest = where.filter((one) => !isHost(one));
  return (
    <section className="compare-side" aria-label={name === 'A' ? 'Side A, before' : 'Side B, after'}>
      <div className="row compare-side-bar">
        <span className={`compare-tag compare-tag-${name.toLowerCase()}`}>{name}</span>
        <div className="filters">
          <FilterChip
            name="release"
            value={release}
            options={optionsOf('release')}
            onChange={(value) => onFilter({ ...filter, release: value })}
          />
          <FilterChip
            name="environment"
            value={environment}
            options={optionsOf('environment')}
            onChange={(value) => onFilter({ ...filter, environment: value })}
          />
          <FilterChip
            name="host"
            value={host}
            options={optionsOf('host')}
            onChange={(value) =>
              onFilter({
                ...filter,
                where: [...rest, ...(value === undefined ? [] : [filterText({ name: 'host', op: '=', value })])],
              })
            }
          />
          {rest.map((one) => (
            <FilterChip
              key={one}
              name={matcherOf(one)?.name ?? one}
              value={one.slice((matcherOf(one)?.name ?? '').length)}
              options={[]}
              onChange={() => onFilter({ ...filter, where: where.filter((other) => other !== one) })}
            />
          ))}
        </div>
        <RangePicker range={range} words={words} nowMs={nowMs} onChange={onRange} />
      </div>
      <SideSpark project={project} selector={selector} span={span} />
    </section>
  );
}

function SideSpark({
  project,
  selector,
  span,
}: {
  readonly project: string;
  readonly selector: Selector | undefined;
  readonly span: Span;
}): ReactNode {
  const [host, width] = useWidth<HTMLDivElement>();
  const stepSeconds = stepSecondsFor(span, SLOTS);
  const timeline = useQuery({
    ...timelineQuery(project, selector ?? { type: '' }, stepSeconds),
    enabled: selector !== undefined,
  });
  const { data } = timeline;
  const values = useMemo(() => {
    if (data === undefined) return undefined;
    const isAverage = data.type.aggregation === 'avg';
    return fillSlots(data.groups[0]?.points ?? [], alignedSpan(span, stepSeconds), stepSeconds, isAverage).sums;
  }, [data, span, stepSeconds]);
  const isEmpty = values?.every((value) => value === null) === true;
  return (
    <div ref={host} className="compare-spark">
      {isEmpty && <p className="muted small">no data in this range</p>}
      {data !== undefined && values !== undefined && !isEmpty && width > 0 && (
        <>
          <Spark values={values} width={width} height={SPARK_PX} />
          <p className="compare-spark-ends tiny mono muted">
            <span>{momentText(span.fromMs)}</span>
            <span>{peakText(values, data.type, stepSeconds)}</span>
            <span>{momentText(span.toMs)}</span>
          </p>
        </>
      )}
    </div>
  );
}

/** The highest point of a line: without it two of them, each as high as its own, look alike. */
function peakText(values: readonly (number | null)[], type: ValueType, stepSeconds: number): string {
  const largest = Math.max(0, ...values.map((value) => value ?? 0));
  const perSecond = type.aggregation === 'avg' ? largest : largest / stepSeconds;
  const { factor, unit } = rateUnit(type.name, type.unit, perSecond);
  return `peak ${threeDigits(perSecond * factor)} ${unit}`.trimEnd();
}
