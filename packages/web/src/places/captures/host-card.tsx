import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Capture, Host } from '../../api/capture-wire.ts';
import { sendJson } from '../../api/request.ts';
import { countText } from '../../format/number.ts';
import { agoText } from '../../format/time.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { readinessOf, recorderText } from './host-state.ts';
import { RunningCapture } from './running-capture.tsx';

export interface HostCardProps {
  readonly host: Host;
  readonly running: Capture | undefined;
  /** The last one that has ended. */
  readonly last: Capture | undefined;
  readonly seconds: number;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly record: (ordinal: number) => Promise<unknown>;
  readonly refresh: () => Promise<unknown>;
}

/** One host: what its agent says, and a way to record it; while it records, how far it is. */
export function HostCard({
  host,
  running,
  last,
  seconds,
  isChosen,
  onChoose,
  record,
  refresh,
}: HostCardProps): ReactNode {
  const { isReady, word, reason } = readinessOf(host);
  const begin = useMutation({ mutationFn: () => record(host.ordinal) });
  const cancel = useMutation({
    mutationFn: (id: string) => sendJson<Capture>('POST', `/captures/${id}/cancel`, {}),
    onSuccess: refresh,
  });
  const isTooLong = host.maxDurationSeconds !== null && seconds > host.maxDurationSeconds;
  return (
    <section
      className={`captures-host${running === undefined ? '' : ' is-recording'}${isChosen ? ' is-chosen' : ''}`}
      aria-label={`Host ${host.ordinal.toString()}`}
    >
      <div className="captures-host-head">
        <button
          type="button"
          className="captures-ordinal"
          aria-pressed={isChosen}
          aria-label={`Choose host ${host.ordinal.toString()}`}
          onClick={onChoose}
        >
          {host.ordinal}
        </button>
        <span className="grow">
          <b title={host.name ?? ''}>{host.name ?? 'not seen yet'}</b>
          <small>{recorderText(host)}</small>
        </span>
        <HostBadge isReady={isReady} isRunning={running !== undefined} word={word} lastSeen={host.lastSeen} />
      </div>
      {running === undefined ? <Facts host={host} last={last} /> : <RunningCapture capture={running} />}
      {running === undefined && reason !== '' && <p className="captures-reason">{reason}</p>}
      {running === undefined && isReady && isTooLong && (
        <p className="captures-reason">Its agent records {countText(host.maxDurationSeconds)} s at most.</p>
      )}
      <ProblemLine error={running === undefined ? begin.error : cancel.error} />
      <div className="captures-host-actions">
        {running === undefined ? (
          <Button icon="record" disabled={!isReady || isTooLong || begin.isPending} onClick={() => begin.mutate()}>
            Record {countText(seconds)} s
          </Button>
        ) : (
          <>
            <Button className="button-danger" disabled={cancel.isPending} onClick={() => cancel.mutate(running.id)}>
              Cancel and discard
            </Button>
            <span className="muted small">then opens here</span>
          </>
        )}
      </div>
    </section>
  );
}

function HostBadge({
  isReady,
  isRunning,
  word,
  lastSeen,
}: {
  readonly isReady: boolean;
  readonly isRunning: boolean;
  readonly word: string;
  readonly lastSeen: string | null;
}): ReactNode {
  if (isRunning) {
    return (
      <span className="badge badge-live">
        <span className="dot dot-live" />
        recording
      </span>
    );
  }
  return (
    <span
      className={isReady ? 'badge badge-ok' : 'badge badge-bad'}
      title={lastSeen === null ? undefined : `last heard of ${agoText(Date.parse(lastSeen))}`}
    >
      <span className={isReady ? 'dot dot-ok' : 'dot dot-bad'} />
      {word}
    </span>
  );
}

function Facts({ host, last }: { readonly host: Host; readonly last: Capture | undefined }): ReactNode {
  const { target, os, agentVersion } = host;
  const unknown = <span className="muted">unknown</span>;
  return (
    <dl className="captures-facts">
      <dt>Process</dt>
      <dd title={target?.commandLine ?? undefined}>{target?.commandLine ?? unknown}</dd>
      <dt>CPU</dt>
      <dd>
        {target?.cpuCores == null ? unknown : `${target.cpuCores.toFixed(1)} cores`}
        {target?.threads != null && (
          <span className="muted">
            {' '}
            on {countText(target.threads)} {target.threads === 1 ? 'thread' : 'threads'}
          </span>
        )}
      </dd>
      <dt>Runtime</dt>
      <dd>{target?.runtime ?? unknown}</dd>
      <dt>System</dt>
      <dd title={os ?? undefined}>{os ?? unknown}</dd>
      <dt>Agent</dt>
      <dd>{agentVersion ?? unknown}</dd>
      <dt>Last recording</dt>
      <dd className={last?.state === 'failed' ? 'captures-bad' : ''}>
        {last === undefined ? (
          <span className="muted">never</span>
        ) : (
          `${agoText(Date.parse(last.requested))}, ${last.state}`
        )}
      </dd>
    </dl>
  );
}
