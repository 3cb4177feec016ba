import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { pipelinesQuery } from '../../api/capture-queries.ts';
import { countText } from '../../format/number.ts';
import { KeyHelp } from '../../shell/key-help.tsx';
import { StatusBar } from '../../shell/status-bar.tsx';
import { useProject } from '../../shell/use-project.ts';
import { useTitle } from '../../shell/use-title.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TeachAgents } from './teach-agents.tsx';
import '../../ui/table.css';
import './captures.css';

/** The pipelines of the project: programs of one or more hosts that agents can record. */
export function PipelinesPlace(): ReactNode {
  const params = useParams({ from: '/o/$org/p/$project' });
  const { range, environment } = useSearch({ from: '/o/$org/p/$project/pipelines' });
  const pipelines = useQuery(pipelinesQuery);
  const projectId = useProject()?.id;
  const own = pipelines.data?.filter((pipeline) => pipeline.projectId === projectId);
  useTitle('Pipelines');
  return (
    <main className="place captures">
      <div className="context">
        <h1 className="captures-title">Pipelines</h1>
        <span className="muted small">programs that agents beside them can record when you ask</span>
      </div>
      {pipelines.error !== null && own === undefined && (
        <ErrorNotice error={pipelines.error} onRetry={() => void pipelines.refetch()} />
      )}
      {own === undefined && pipelines.error === null && (
        <div className="captures-result-wait">
          <Skeleton width="60%" height={12} />
          <Skeleton width="50%" height={12} />
        </div>
      )}
      {own?.length === 0 && <TeachAgents params={params} />}
      {own !== undefined && own.length > 0 && (
        <div className="captures-scroll">
          <ul aria-label="Pipelines">
            {own.map(({ name, description, hosts, connectedHosts }) => (
              <li key={name}>
                <Link
                  to="/o/$org/p/$project/pipelines/$name"
                  params={{ ...params, name }}
                  search={{ range, environment }}
                  className="captures-pipeline"
                >
                  <b>{name}</b>
                  <span className="muted grow">{description}</span>
                  <span className={connectedHosts === 0 ? 'badge' : 'badge badge-ok'}>
                    <span className={connectedHosts === 0 ? 'dot' : 'dot dot-ok'} />
                    {countText(connectedHosts)} of {countText(hosts)} {hosts === 1 ? 'host' : 'hosts'} ready
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
      <StatusBar keys={[['?', 'all keys']]}>
        <span>
          {own === undefined ? '' : `${countText(own.length)} ${own.length === 1 ? 'pipeline' : 'pipelines'}`}
        </span>
      </StatusBar>
      <KeyHelp own={[]} />
    </main>
  );
}
