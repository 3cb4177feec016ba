import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { profilesQuery } from '../../api/queries.ts';
import { type Selector, toNumber, type ValuedProfile } from '../../api/wire.ts';
import { countText, inScale } from '../../format/number.ts';
import { type Scale, scaleOf } from '../../format/scale.ts';
import { durationText, momentText } from '../../format/time.ts';
import { sourceName } from '../../state/ingest-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Quantity } from '../../ui/share-bar.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { ExploreSearch } from './explore-search.ts';
import '../../ui/table.css';

export interface ProfilesViewProps {
  readonly project: string;
  readonly selector: Selector;
  /** What a value of the selection means: `CPU Time`. */
  readonly typeTitle: string;
  readonly order: ExploreSearch['order'];
  readonly onOrder: (order: ExploreSearch['order']) => void;
  /** How many there are; undefined while it is not known. */
  readonly total: number | undefined;
}

/** The uploads that the merged profile is made of, the newest or the largest first. */
export function ProfilesView({ project, selector, typeTitle, order, onOrder, total }: ProfilesViewProps): ReactNode {
  const found = useInfiniteQuery(profilesQuery(project, selector, order ?? 'start'));
  if (found.error !== null && found.data === undefined) {
    return <ErrorNotice error={found.error} onRetry={() => void found.refetch()} />;
  }
  if (found.data === undefined) {
    return (
      <div className="notice">
        <Skeleton width={420} />
      </div>
    );
  }
  const profiles = found.data.pages.flatMap((page) => page.profiles);
  const largest = Math.max(0, ...profiles.map(({ value }) => toNumber(value ?? 0)));
  const scale = scaleOf(found.data.pages[0]?.type?.unit ?? '', largest);
  const sorter = (own: ExploreSearch['order'], name: string): ReactNode => (
    <button type="button" onClick={() => onOrder(own)}>
      {name}
      {order === own && <Icon name="down" small />}
    </button>
  );
  return (
    <div className={`table-scroller grow${found.isPlaceholderData ? ' is-stale' : ''}`}>
      <table className="table profiles-table">
        <thead>
          <tr>
            <th aria-sort={order === undefined ? 'descending' : undefined}>{sorter(undefined, 'Start')}</th>
            <th className="right">Length</th>
            <th className="right" aria-sort={order === 'value' ? 'descending' : undefined}>
              {sorter('value', typeTitle || 'Value')}
            </th>
            <th>App</th>
            <th>Host</th>
            <th>Environment</th>
            <th>Release</th>
            <th>Source</th>
            <th>Profile</th>
          </tr>
        </thead>
        <tbody>
          {profiles.map((profile) => (
            <ProfileRow key={profile.id} profile={profile} scale={scale} project={project} type={selector.type} />
          ))}
        </tbody>
      </table>
      {profiles.length === 0 && <p className="notice muted">No profile matches.</p>}
      {selector.stacks !== undefined && (
        <p className="profiles-more muted small">All profiles of the range: which functions they have narrows none.</p>
      )}
      {found.hasNextPage && (
        <p className="profiles-more">
          <span className="muted small">
            The {order === 'value' ? 'largest' : 'newest'} {countText(profiles.length)}
            {total !== undefined && total > profiles.length && ` of ${countText(total)}`}
          </span>
          <Button small disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {found.isFetchingNextPage ? 'Reading' : 'Show more'}
          </Button>
        </p>
      )}
    </div>
  );
}

function ProfileRow({
  profile,
  scale,
  project,
  type,
}: {
  readonly profile: ValuedProfile;
  readonly scale: Scale;
  readonly project: string;
  readonly type: string;
}): ReactNode {
  const { org } = useParams({ from: '/o/$org/p/$project' });
  const { id, start, durationMs, value, app, host, environment, release, source } = profile;
  return (
    <tr>
      <td className="mono">{momentText(Date.parse(start))}</td>
      <td className="num">{durationText(durationMs)}</td>
      <td className="num">
        {value === null ? (
          <span className="muted">–</span>
        ) : (
          <Quantity number={inScale(toNumber(value), scale)} unit={scale.unit} />
        )}
      </td>
      <td title={app}>{app}</td>
      <td className="mono" title={host ?? undefined}>
        {host ?? <span className="muted">–</span>}
      </td>
      <td title={environment}>{environment}</td>
      <td className="mono" title={release ?? undefined}>
        {release ?? <span className="muted">–</span>}
      </td>
      <td title={sourceName(source)}>{sourceName(source)}</td>
      <td className="mono" title={id}>
        <Link to={`/o/${org}/p/${project}/profiles/${id}` as string} search={{ type }} className="profiles-link">
          {id}
        </Link>
      </td>
    </tr>
  );
}
