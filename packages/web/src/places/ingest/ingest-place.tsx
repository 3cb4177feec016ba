import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { adviceOn, problemOf } from '../../api/problem-error.ts';
import { ingestQuery, sendersQuery, statusQuery } from '../../api/queries.ts';
import type { IngestAnswer } from '../../api/wire.ts';
import { countText, shareNumber, shortCount, valueText } from '../../format/number.ts';
import { durationText } from '../../format/time.ts';
import { KeyHelp } from '../../shell/key-help.tsx';
import { ProgressLine, StatusBar } from '../../shell/status-bar.tsx';
import { useKeys } from '../../shell/use-keys.ts';
import { useNow } from '../../shell/use-now.ts';
import { useTitle } from '../../shell/use-title.ts';
import { reasonName, sourceName } from '../../state/ingest-words.ts';
import { rangeOf } from '../../state/place-search.ts';
import { alignedSpan, stepSecondsFor } from '../../state/slots.ts';
import { rangeText, shifted, spanOf, type TimeRange, wireRange } from '../../state/time-range.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FilterChip } from '../../ui/filter-chip.tsx';
import type { Option } from '../../ui/option-picker.tsx';
import { RangePicker } from '../../ui/range-picker.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { IngestChart } from './ingest-chart.tsx';
import { type IngestRows, ingestBars, ingestRows, refusalsWithin } from './ingest-rows.ts';
import { INGEST_RANGE, type IngestSearch } from './ingest-search.ts';
import { LookAt } from './look-at.tsx';
import { Quarantine } from './quarantine.tsx';
import { RefusalList } from './refusal-list.tsx';
import { senderRows } from './sender-rows.ts';
import { SenderTable } from './sender-table.tsx';
import { SourceTable } from './source-table.tsx';
import { wayInOf } from './way-in.ts';
import './ingest.css';

const REFRESH_MS = 10_000;
const MAX_SLOTS = 96;
/** All that the server gives. */
const REFUSALS = 100;
const from = '/o/$org/p/$project/ingest';

/** Place 9: what was accepted and what was not, and why. */
export function IngestPlace(): ReactNode {
  const params = useParams({ from: '/o/$org/p/$project' });
  const search = useSearch({ from });
  const navigate = useNavigate({ from });
  const [nowMs] = useNow(REFRESH_MS);
  const range = rangeOf(search, INGEST_RANGE);
  const span = spanOf(range, nowMs);
  const stepSeconds = stepSecondsFor(span, MAX_SLOTS);
  const aligned = alignedSpan(span, stepSeconds);
  const question = { stepSeconds, refusals: REFUSALS };
  const all = useQuery(ingestQuery(params.project, wireRange(aligned), question));
  const own = useQuery(ingestQuery(params.project, wireRange(aligned), { ...question, app: search.app }));
  const senders = useQuery(sendersQuery(params.project, wireRange(span), search.app));
  const status = useQuery({ ...statusQuery, refetchInterval: REFRESH_MS });
  const wayIn = status.data && wayInOf(status.data);
  const rows = own.data && ingestRows(own.data.tallies, search);
  const senderList = senders.data && senderRows(senders.data, search, nowMs);
  const change = (part: Partial<IngestSearch>): void => void navigate({ search: { ...search, ...part } });
  const setRange = (next: TimeRange): void => change({ range: rangeText(next) });
  useKeys({ ',': () => setRange(shifted(span, -1)), '.': () => setRange(shifted(span, 1)) });
  const isEmpty = all.data?.tallies.length === 0;
  useTitle('Ingest');
  return (
    <main className="place ingest">
      <div className="context">
        <h1 className="ingest-title">Ingest</h1>
        <span className="divider" />
        <Chips answer={all.data} search={search} onChange={change} />
        <span className="divider" />
        {own.error === null && <Figures rows={rows} />}
        <div className="bar-end">
          <RangePicker range={range} nowMs={nowMs} onChange={setRange} />
          <Link
            to="/o/$org/p/$project"
            params={params}
            search={{ range: search.range, environment: search.environment, connect: 'yes' }}
            className="button"
          >
            Connect a profiler
          </Link>
        </div>
      </div>
      <ProgressLine />
      {own.error !== null && own.data === undefined && (
        <ErrorNotice error={own.error} onRetry={() => void own.refetch()} />
      )}
      {isEmpty && <Nothing spanMs={span.toMs - span.fromMs} params={params} />}
      {!isEmpty && (own.error === null || own.data !== undefined) && (
        <div className={`ingest-scroll${own.isPlaceholderData ? ' is-stale' : ''}`}>
          <div className="ingest-top">
            <section className="ingest-chart-pane" aria-label="Uploads by time">
              <div className="row">
                <h2>Uploads</h2>
                <span className="muted small">per {durationText(stepSeconds * 1000)}</span>
                <span className="grow" />
                <span className="legend">
                  <span>
                    <i className="ingest-key-accepted" />
                    accepted
                  </span>
                  <span>
                    <i className="ingest-key-dropped" />
                    dropped, on its own scale
                  </span>
                </span>
              </div>
              <IngestChart bars={own.data ? ingestBars(own.data.slots, aligned, stepSeconds, search) : []} />
            </section>
            <LookAt
              rows={rows}
              reason={search.reason}
              onReason={(reason) => change({ reason })}
              senders={senderList}
              params={params}
              nowMs={nowMs}
              wayIn={wayIn}
            />
          </div>
          <SourceTable rows={rows} chosen={search.source} onChoose={(source) => change({ source })} />
          {/* All of it at once: what stands above is of unknown height before its answer. */}
          {own.data !== undefined && !senders.isPending && (
            <>
              <section aria-labelledby="senders">
                <div className="ingest-section">
                  <h2 id="senders">Who sends</h2>
                  <span className="muted small">
                    by the start of profiles; a gap is three usual distances, and at least a minute, without one
                  </span>
                </div>
                {senders.error !== null && senders.data === undefined ? (
                  <p className="ingest-none muted">
                    {problemOf(senders.error).detail} {adviceOn(problemOf(senders.error))}
                  </p>
                ) : (
                  <SenderTable params={params} rows={senderList} nowMs={nowMs} />
                )}
              </section>
              <section aria-labelledby="refused">
                <div className="ingest-section">
                  <h2 id="refused">Last refused uploads</h2>
                  <span className="muted small">what is refused is not stored; the sender was told the same words</span>
                </div>
                <RefusalList refusals={refusalsWithin(own.data.refusals, search)} nowMs={nowMs} />
              </section>
              <Quarantine project={params.project} nowMs={nowMs} />
            </>
          )}
        </div>
      )}
      <StatusBar
        keys={[
          ['R', 'try stored again'],
          [', .', 'earlier, later'],
          ['?', 'all keys'],
        ]}
      >
        {wayIn?.worry !== undefined && <span className="ingest-bad">{wayIn.worry.name}</span>}
        <span>{wayIn?.text}</span>
        <span>
          {rows === undefined ? '' : `received ${receivedText(rows)} in ${durationText(span.toMs - span.fromMs)}`}
        </span>
      </StatusBar>
      <KeyHelp
        own={[
          [', .', 'earlier, later by one range'],
          ['R', 'try all stored uploads again'],
        ]}
      />
    </main>
  );
}

const receivedText = ({ sources }: IngestRows): string =>
  valueText(
    sources.reduce((sum, { bytes }) => sum + bytes, 0),
    'bytes',
  );

function Chips({
  answer,
  search,
  onChange,
}: {
  readonly answer: IngestAnswer | undefined;
  readonly search: IngestSearch;
  readonly onChange: (part: Partial<IngestSearch>) => void;
}): ReactNode {
  return (
    <>
      <FilterChip
        name="source"
        value={search.source}
        options={optionsOf(answer, 'source', sourceName)}
        onChange={(source) => onChange({ source })}
      />
      <FilterChip
        name="app"
        value={search.app}
        options={optionsOf(answer, 'app', (app) => app)}
        onChange={(app) => onChange({ app })}
      />
      <FilterChip
        name="reason"
        value={search.reason}
        options={optionsOf(answer, 'reason', reasonName)}
        onChange={(reason) => onChange({ reason })}
      />
    </>
  );
}

function optionsOf(
  answer: IngestAnswer | undefined,
  field: 'source' | 'app' | 'reason',
  nameOf: (value: string) => string,
): readonly Option[] | undefined {
  if (answer === undefined) return undefined;
  const counts = new Map<string, number>();
  for (const tally of answer.tallies) {
    const value = tally[field];
    if (value !== '' && (field !== 'reason' || tally.outcome !== 'accepted')) {
      counts.set(value, (counts.get(value) ?? 0) + tally.count);
    }
  }
  return [...counts].map(([value, count]) => ({ value, text: nameOf(value), note: shortCount(count) }));
}

function Figures({ rows }: { readonly rows: IngestRows | undefined }): ReactNode {
  if (rows === undefined) return <Skeleton width={260} height={16} />;
  const { accepted, dropped } = rows;
  return (
    <p className="row ingest-figures" role="status">
      <span>
        <b>{shortCount(accepted)}</b> accepted
      </span>
      <span>
        <b className={dropped > 0 ? 'ingest-bad' : ''}>{countText(dropped)}</b> dropped
      </span>
      {dropped > 0 && (
        <span>
          <b>{shareNumber(dropped / (accepted + dropped))} %</b> of all uploads
        </span>
      )}
    </p>
  );
}

function Nothing({
  spanMs,
  params,
}: {
  readonly spanMs: number;
  readonly params: { readonly org: string; readonly project: string };
}): ReactNode {
  return (
    <div className="ingest-empty">
      <h2>Nothing came in the last {durationText(spanMs)}</h2>
      <p className="muted">
        Every upload is counted here the moment it arrives, the refused ones with the reason. Clients send every 15 to
        60 seconds: when one is set up and nothing shows here, it does not reach this address.
      </p>
      <p className="row">
        <Link to="/o/$org/p/$project" params={params} search={{ connect: 'yes' }} className="button button-primary">
          Connect a profiler
        </Link>
        <Link from={from} search={{ range: '30d' }} className="button">
          Look at the last 30 days
        </Link>
      </p>
    </div>
  );
}
