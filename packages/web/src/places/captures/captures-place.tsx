import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { capturesQuery, isRunning, pipelineQuery, pipelinesQuery } from '../../api/capture-queries.ts';
import { captureStates, type StartedCaptures } from '../../api/capture-wire.ts';
import { sendJson } from '../../api/request.ts';
import { countText } from '../../format/number.ts';
import { momentText } from '../../format/time.ts';
import { KeyHelp } from '../../shell/key-help.tsx';
import { StatusBar } from '../../shell/status-bar.tsx';
import { useKeys } from '../../shell/use-keys.ts';
import { useTitle } from '../../shell/use-title.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FilterChip } from '../../ui/filter-chip.tsx';
import { Icon } from '../../ui/icon.tsx';
import { OptionPicker } from '../../ui/option-picker.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CaptureResult } from './capture-result.tsx';
import { type CapturesSearch, DEFAULT_SECONDS } from './captures-search.ts';
import { DurationChoice } from './duration-choice.tsx';
import { HostCard } from './host-card.tsx';
import { readinessOf } from './host-state.ts';
import { RecordingTable } from './recording-table.tsx';
import { TeachAgents } from './teach-agents.tsx';
import '../../ui/form.css';
import './captures.css';

const from = '/o/$org/p/$project/pipelines/$name';

const hostsText = (hosts: number): string => `${countText(hosts)} ${hosts === 1 ? 'host' : 'hosts'}`;

/** Place 8: the hosts of a pipeline, what is being recorded, and what was. */
export function CapturesPlace(): ReactNode {
  const { org, project, name } = useParams({ from });
  const search = useSearch({ from });
  const navigate = useNavigate({ from });
  const client = useQueryClient();
  const pipeline = useQuery(pipelineQuery(name));
  const pipelines = useQuery(pipelinesQuery);
  const all = useQuery(capturesQuery({ pipeline: name }));
  const shown = useQuery(capturesQuery({ pipeline: name, ordinal: search.host, state: search.state }));
  const change = (part: Partial<CapturesSearch>, replace = false): void =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace });
  const refresh = (): Promise<unknown> => client.invalidateQueries({ queryKey: ['captures', name] });
  const seconds = search.seconds ?? DEFAULT_SECONDS;
  /** Asked for on this page: opened when they are ready. */
  const asked = useRef(new Set<string>());
  const record = async (which: { readonly ordinal: number } | { readonly all: true }): Promise<StartedCaptures> => {
    const started = await sendJson<StartedCaptures>('POST', '/captures', {
      pipeline: name,
      durationSeconds: seconds,
      ...which,
    });
    for (const { id } of started.captures) asked.current.add(id);
    await refresh();
    return started;
  };
  const recordAll = useMutation({ mutationFn: () => record({ all: true }) });
  const running = all.data?.filter(isRunning) ?? [];
  const hosts = pipeline.data?.hostStates ?? [];
  const idle = hosts.filter(
    (host) => readinessOf(host).isReady && running.every(({ ordinal }) => ordinal !== host.ordinal),
  );
  useEffect(() => {
    const ready = all.data?.find(({ id, profileId }) => profileId !== null && asked.current.has(id));
    if (ready === undefined) return;
    asked.current.delete(ready.id);
    change({ capture: ready.id }, true);
  });
  useKeys({
    r: () => {
      const chosen = idle.find(({ ordinal }) => ordinal === search.host) ?? idle[0];
      if (chosen !== undefined) void record({ ordinal: chosen.ordinal });
    },
    ...Object.fromEntries(hosts.slice(0, 10).map(({ ordinal }) => [String(ordinal), () => change({ host: ordinal })])),
  });
  const opened =
    all.data?.find(({ id }) => id === search.capture) ?? shown.data?.find(({ id }) => id === search.capture);
  useTitle(name, 'captures');
  return (
    <main className="place captures">
      <div className="context">
        <OptionPicker
          label="Pipeline"
          value={name}
          options={pipelines.data?.map((one) => ({ value: one.name, note: hostsText(one.hosts) })) ?? []}
          onPick={(picked) => void navigate({ params: { org, project, name: picked }, search: {} })}
        >
          <button type="button" className="select">
            <b>{name}</b>
            <span className="select-note">{pipeline.data === undefined ? '' : hostsText(pipeline.data.hosts)}</span>
            <Icon name="down" small />
          </button>
        </OptionPicker>
        <h1 className="visually-hidden">Captures of {name}</h1>
        <span className="muted small captures-description">{pipeline.data?.description}</span>
        <div className="bar-end captures-bar">
          <span className="muted small">Record for</span>
          <DurationChoice seconds={seconds} onChange={(next) => change({ seconds: next })} />
          <Button
            look="primary"
            icon="record"
            disabled={idle.length === 0 || recordAll.isPending}
            onClick={() => recordAll.mutate()}
          >
            Record {countText(idle.length)} idle {idle.length === 1 ? 'host' : 'hosts'}
          </Button>
        </div>
      </div>
      <div className="captures-scroll">
        {pipeline.error !== null && <ErrorNotice error={pipeline.error} onRetry={() => void pipeline.refetch()} />}
        <Refusals error={recordAll.error} refused={recordAll.data?.refused ?? []} />
        {pipeline.isPending && (
          <div className="captures-hosts">
            <Skeleton width="100%" height={264} />
          </div>
        )}
        {pipeline.data !== undefined && hosts.length === 0 && <TeachAgents params={{ org, project }} pipeline={name} />}
        {hosts.length > 0 && (
          <div className="captures-hosts">
            {hosts.map((host) => (
              <HostCard
                key={host.ordinal}
                host={host}
                running={running.find(({ ordinal }) => ordinal === host.ordinal)}
                last={all.data?.find((one) => one.ordinal === host.ordinal && !isRunning(one))}
                seconds={seconds}
                isChosen={host.ordinal === search.host}
                onChoose={() => change({ host: host.ordinal === search.host ? undefined : host.ordinal })}
                record={(ordinal) => record({ ordinal })}
                refresh={refresh}
              />
            ))}
          </div>
        )}
        {opened?.profileId != null && (
          <CaptureResult
            key={opened.id}
            params={{ org, project }}
            profileId={opened.profileId}
            title={`Host ${opened.ordinal.toString()}, ${momentText(Date.parse(opened.requested))}, ${countText(opened.durationSeconds)} s`}
            onClose={() => change({ capture: undefined })}
          />
        )}
        {pipeline.error === null && (
          <>
            <div className="captures-history">
              <h2>Recordings</h2>
              <span className="grow" />
              <FilterChip
                name="host"
                value={search.host?.toString()}
                options={hosts.map(({ ordinal }) => ({ value: String(ordinal) }))}
                onChange={(host) => change({ host: host === undefined ? undefined : Number(host) })}
              />
              <FilterChip
                name="state"
                value={search.state}
                options={captureStates
                  .filter((value) => value === search.state || all.data?.some(({ state }) => state === value))
                  .map((value) => ({ value }))}
                onChange={(state) => change({ state: captureStates.find((one) => one === state) })}
              />
            </div>
            {shown.error !== null && <ErrorNotice error={shown.error} onRetry={() => void shown.refetch()} />}
            {shown.data !== undefined && (
              <RecordingTable
                captures={shown.data}
                openId={search.capture}
                params={{ org, project }}
                onOpen={(capture) => change({ capture })}
              />
            )}
          </>
        )}
      </div>
      <StatusBar
        keys={[
          ['R', 'record'],
          ['0–9', 'host'],
          ['?', 'all keys'],
        ]}
      >
        <span>
          {running.length === 0 ? 'Nothing is being recorded.' : `${countText(running.length)} being recorded.`}
        </span>
      </StatusBar>
      <KeyHelp
        own={[
          ['0 … 9', 'choose a host'],
          ['R', 'record the chosen host, or the first idle one'],
        ]}
      />
    </main>
  );
}

function Refusals({
  error,
  refused,
}: {
  readonly error: unknown;
  readonly refused: StartedCaptures['refused'];
}): ReactNode {
  return (
    <>
      <ProblemLine error={error} />
      {refused.map(({ ordinal, message }) => (
        <p key={ordinal} className="problem-line captures-refused" role="alert">
          <b>
            Host {ordinal}: {message}
          </b>
        </p>
      ))}
    </>
  );
}
