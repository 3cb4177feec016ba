import { nameOfNode, type SearchResult } from '@hearth/flamegraph';
import type { ReactNode } from 'react';
import { IcicleWaiting } from '../../stacks/panes-waiting.tsx';
import { Sandwich } from '../../stacks/sandwich.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { MergedView } from './merged-view.tsx';
import type { ProfileSearch } from './profile-search.ts';
import { parseSpan, type Selection } from './selection.ts';
import { ThreadTracks } from './thread-tracks.tsx';
import type { MovedPart } from './use-part.ts';
import type { Profile } from './use-profile.ts';
import type { ShownThreads } from './use-threads.ts';
import { WithoutThreads } from './without-threads.tsx';

export interface ProfileBodyProps {
  readonly project: string;
  readonly search: ProfileSearch;
  readonly change: (part: Partial<ProfileSearch>) => void;
  readonly profile: Profile;
  readonly threads: ShownThreads | undefined;
  readonly moved: MovedPart;
  readonly selection: Selection | undefined;
  readonly matches: SearchResult | undefined;
}

/** The chosen view of the profile, or why there is none. */
export function ProfileBody(props: ProfileBodyProps): ReactNode {
  const { project, search, change, profile, threads, moved, selection, matches } = props;
  if (search.view === undefined) {
    if (threads !== undefined && profile.threads !== undefined) {
      return (
        <ThreadTracks
          threads={threads}
          allThreads={profile.threads.threads.length}
          moved={moved}
          selected={parseSpan(search.span)}
          selectedFrame={selection?.frame}
          matches={matches}
          onSelect={(shown, node) =>
            change({ fn: nameOfNode(shown.spans.columns, node), span: `${String(shown.index)}.${String(node)}` })
          }
        />
      );
    }
    if (profile.threads === undefined && profile.threadsError === null) return <IcicleWaiting rowPx={14} />;
    return (
      <WithoutThreads
        detail={profile.detail}
        error={profile.threadsError}
        onMerged={() => change({ view: 'merged' })}
        onRetry={profile.retry}
      />
    );
  }
  if (profile.detail !== undefined && profile.type === undefined) {
    return (
      <WithoutThreads
        detail={profile.detail}
        error={profile.threadsError}
        onMerged={() => change({ view: 'merged' })}
        onRetry={profile.retry}
      />
    );
  }
  if (search.view === 'sandwich') {
    if (search.fn === undefined || profile.selector === undefined) {
      return (
        <p className="notice muted grow">
          Choose a function first: double-click it in the merged flame graph or in the table.
        </p>
      );
    }
    return (
      <Sandwich
        project={project}
        selector={profile.selector}
        name={search.fn}
        valueText={profile.valueText}
        onOpen={(fn) => change({ fn })}
      />
    );
  }
  if (profile.mergedError !== null && profile.picture === undefined) {
    return (
      <div className="grow">
        <ErrorNotice error={profile.mergedError} onRetry={profile.retry} />
      </div>
    );
  }
  if (profile.picture === undefined) return <IcicleWaiting rowPx={14} />;
  return (
    <MergedView
      picture={profile.picture}
      unit={profile.unit}
      valueText={profile.valueText}
      search={search}
      change={change}
      matches={matches}
    />
  );
}
