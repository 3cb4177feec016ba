import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { profilesQuery } from '../../api/queries.ts';
import { durationText, momentText } from '../../format/time.ts';
import { sourceName } from '../../state/ingest-words.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import '../../ui/table.css';

export interface ProfilesViewProps {
  readonly project: string;
  readonly filter: Parameters<typeof profilesQuery>[1];
}

/** The uploads that the merged profile is made of, the newest first. */
export function ProfilesView({ project, filter }: ProfilesViewProps): ReactNode {
  const { org } = useParams({ from: '/o/$org/p/$project' });
  const profiles = useQuery(profilesQuery(project, filter));
  if (profiles.error !== null) {
    return <ErrorNotice error={profiles.error} onRetry={() => void profiles.refetch()} />;
  }
  if (profiles.data === undefined) {
    return (
      <div className="notice">
        <Skeleton width={420} />
      </div>
    );
  }
  return (
    <div className="table-scroller grow">
      <table className="table profiles-table">
        <thead>
          <tr>
            <th>Start</th>
            <th className="right">Length</th>
            <th>App</th>
            <th>Environment</th>
            <th>Release</th>
            <th>Source</th>
            <th>Types</th>
            <th>Profile</th>
          </tr>
        </thead>
        <tbody>
          {profiles.data.profiles.map((profile) => (
            <tr key={profile.id}>
              <td className="mono">{momentText(Date.parse(profile.start))}</td>
              <td className="num">{durationText(Date.parse(profile.end) - Date.parse(profile.start))}</td>
              <td title={profile.app}>{profile.app}</td>
              <td title={profile.environment}>{profile.environment}</td>
              <td className="mono" title={profile.release ?? undefined}>
                {profile.release ?? <span className="muted">–</span>}
              </td>
              <td title={sourceName(profile.source)}>{sourceName(profile.source)}</td>
              <td title={profile.types.join(', ')}>{profile.types.join(', ')}</td>
              <td className="mono" title={profile.id}>
                <Link
                  to={`/o/${org}/p/${project}/profiles/${profile.id}` as string}
                  search={{ type: filter['type'] }}
                  className="profiles-link"
                >
                  {profile.id}
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {profiles.data.profiles.length === 0 && <p className="notice muted">No profile matches.</p>}
    </div>
  );
}
