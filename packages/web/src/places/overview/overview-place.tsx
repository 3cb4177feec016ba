import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { amountText, countText, threeDigits } from '../../format/number.ts';
import { durationText } from '../../format/time.ts';
import { KeyHelp } from '../../shell/key-help.tsx';
import { ProgressLine, StatusBar } from '../../shell/status-bar.tsx';
import { useKeys } from '../../shell/use-keys.ts';
import { useNow } from '../../shell/use-now.ts';
import { useProject } from '../../shell/use-project.ts';
import { useTitle } from '../../shell/use-title.ts';
import { rangeOf } from '../../state/place-search.ts';
import { rangeLabel, rangeText, shifted, spanOf, type TimeRange } from '../../state/time-range.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FilterChip } from '../../ui/filter-chip.tsx';
import { RangePicker } from '../../ui/range-picker.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { appHue, COLOURED_APPS } from './app-hue.ts';
import type { AppRow } from './app-rows.ts';
import { AppTable } from './app-table.tsx';
import { Changes } from './changes.tsx';
import { Connect } from './connect.tsx';
import { DemoBanner } from './demo-banner.tsx';
import { OVERVIEW_RANGE, type OverviewSearch } from './overview-search.ts';
import { StackedChart } from './stacked-chart.tsx';
import { useOverview } from './use-overview.ts';
import './overview.css';

const REFRESH_MS = 30_000;
const keys = [
  ['J K', 'move'],
  ['Enter', 'explore'],
  ['C', 'compare'],
  ['?', 'all keys'],
] as const;

const connectKeys = [
  ['1–9', 'client'],
  ['Y', 'copy the snippet'],
  ['?', 'all keys'],
] as const;

/** Place 1: the apps that report, what they take, and what changed. Without any, how to connect a profiler. */
export function OverviewPlace(): ReactNode {
  const { org, project } = useParams({ from: '/o/$org/p/$project' });
  const search = useSearch({ from: '/o/$org/p/$project/' });
  const navigate = useNavigate({ from: '/o/$org/p/$project/' });
  const [nowMs] = useNow(REFRESH_MS);
  const range = rangeOf(search, OVERVIEW_RANGE);
  const span = spanOf(range, nowMs);
  const overview = useOverview(project, span, search.environment);
  const change = (part: Partial<OverviewSearch>): void => void navigate({ search: { ...search, ...part } });
  const setRange = (next: TimeRange): void => change({ range: rangeText(next) });
  useKeys({ ',': () => setRange(shifted(span, -1)), '.': () => setRange(shifted(span, 1)) });
  const { rows, error, environments } = overview;
  const isConnecting = search.connect === 'yes' || rows?.length === 0;
  const kept = useProject()?.retentionDays;
  useTitle(isConnecting ? 'Connect a profiler' : 'Overview');
  return (
    <main className="place overview">
      {!isConnecting && <h1 className="visually-hidden">Overview</h1>}
      <div className="context">
        <Figures
          isMissing={error !== null}
          rows={rows}
          profilesPerMinute={overview.profilesPerMinute}
          hosts={overview.hosts}
        />
        {(environments.length > 1 || search.environment !== undefined) && (
          <FilterChip
            name="environment"
            value={search.environment}
            options={environments.map((value) => ({ value }))}
            onChange={(environment) => change({ environment })}
          />
        )}
        <div className="bar-end">
          <RangePicker range={range} nowMs={nowMs} onChange={setRange} />
          {(rows === undefined || rows.length > 0 || search.connect === 'yes') && (
            <Button
              icon={search.connect === 'yes' ? 'cross' : 'plus'}
              onClick={() => change({ connect: search.connect === 'yes' ? undefined : 'yes' })}
            >
              {search.connect === 'yes' ? 'Back to the apps' : 'Connect a profiler'}
            </Button>
          )}
        </div>
      </div>
      <ProgressLine />
      <DemoBanner org={org} project={project} />
      {error !== null && rows === undefined && <ErrorNotice error={error} onRetry={overview.retry} />}
      {isConnecting ? (
        <Connect project={project} isFirst={(rows?.length ?? 0) === 0} />
      ) : (
        <Apps
          overview={overview}
          org={org}
          project={project}
          rangeTitle={rangeLabel(range, nowMs)}
          nowMs={nowMs}
          search={{ range: search.range, environment: search.environment }}
        />
      )}
      <StatusBar keys={isConnecting ? connectKeys : keys}>
        <span>
          {rows === undefined ? '' : `${amountText(rows.length, 'app')} in ${durationText(span.toMs - span.fromMs)}`}
        </span>
        {kept !== undefined && <span>profiles are kept {amountText(kept, 'day')}</span>}
      </StatusBar>
      <KeyHelp
        own={
          isConnecting
            ? [
                ['1–9', 'choose the client'],
                ['Y', 'copy its snippet'],
              ]
            : [
                ['J K', 'next, previous app'],
                ['Enter', 'explore the app'],
                ['C', 'compare it with the time before'],
                [', .', 'earlier, later by one range'],
              ]
        }
      />
    </main>
  );
}

function Apps({
  overview,
  ...rest
}: {
  readonly overview: ReturnType<typeof useOverview>;
  readonly org: string;
  readonly project: string;
  readonly rangeTitle: string;
  readonly nowMs: number;
  readonly search: { readonly range: string | undefined; readonly environment: string | undefined };
}): ReactNode {
  const { rows, isStale, error, marks } = overview;
  if (error !== null && rows === undefined) return null;
  const [first] = rows ?? [];
  const charted = rows?.filter(({ type }) => type.name === first?.type.name) ?? [];
  const flags = charted
    .flatMap(({ app }) => (marks.get(app) ?? []).map((mark) => ({ ...mark, app })))
    .sort((left, right) => left.atMs - right.atMs);
  return (
    <>
      <section className={`overview-top${isStale ? ' is-stale' : ''}`}>
        <div className="overview-chart-pane">
          <div className="row">
            <h2 className="overview-chart-title">
              {first === undefined ? (
                <Skeleton width={90} height={14} />
              ) : (
                `${first.type.title || first.type.name} by app`
              )}
            </h2>
            <span className="muted small">{first?.unit}</span>
            <span className="grow" />
            <Legend rows={charted} />
          </div>
          {rows === undefined ? (
            <div className="overview-chart">
              <Skeleton width="100%" height={168} />
            </div>
          ) : (
            <StackedChart rows={charted} marks={flags} />
          )}
        </div>
        <Changes rows={rows} {...rest} />
      </section>
      <AppTable rows={rows} marks={marks} {...rest} />
    </>
  );
}

const Legend = ({ rows }: { readonly rows: readonly AppRow[] }): ReactNode => (
  <span className="legend">
    {rows.slice(0, COLOURED_APPS).map(({ app }, rank) => (
      <span key={app}>
        <i style={{ background: `var(--${appHue(rank)})` }} />
        <span className="legend-name" title={app}>
          {app}
        </span>
      </span>
    ))}
    {rows.length > COLOURED_APPS && (
      <span>
        <i style={{ background: `var(--${appHue(COLOURED_APPS)})` }} />
        {rows.length - COLOURED_APPS} more
      </span>
    )}
  </span>
);

function Figures({
  isMissing,
  rows,
  hosts,
  profilesPerMinute,
}: {
  /** There will be none. */
  readonly isMissing: boolean;
  readonly rows: readonly AppRow[] | undefined;
  readonly hosts: number | undefined;
  readonly profilesPerMinute: number;
}): ReactNode {
  if (rows?.length === 0) return null;
  if (rows === undefined) return isMissing ? null : <Skeleton width={300} height={16} />;
  const busy = rows.flatMap(({ unit, now }) => (unit === 'cores' && now !== undefined ? [now] : []));
  return (
    <div className="row overview-figures">
      <span className="figure">
        {/* Nothing known is not nothing used. */}
        <b className={busy.length === 0 ? 'muted' : ''}>
          {busy.length === 0 ? '–' : threeDigits(busy.reduce((sum, now) => sum + now, 0))}
        </b>
        <span>cores busy</span>
      </span>
      <span className="figure">
        <b>{hosts === undefined ? '–' : countText(hosts)}</b>
        <span>{hosts === 1 ? 'host' : 'hosts'}</span>
      </span>
      <span className="figure">
        <b>{threeDigits(profilesPerMinute)}</b>
        <span>profiles / min</span>
      </span>
    </div>
  );
}
