import type { ReactNode, RefObject } from 'react';
import { countText } from '../../format/number.ts';
import { FrameSearchField } from '../../stacks/frame-search-field.tsx';
import { MatchShare } from '../../stacks/match-share.tsx';
import type { FrameSearch } from '../../stacks/use-frame-search.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { ViewTabs } from '../../ui/view-tabs.tsx';
import type { ExploreSearch } from './explore-search.ts';

export type View = NonNullable<ExploreSearch['view']>;

const views: readonly (readonly [View, string])[] = [
  ['flame', 'Flame graph'],
  ['table', 'Table'],
  ['sandwich', 'Sandwich'],
  ['profiles', 'Profiles'],
];

export interface ViewBarProps {
  readonly view: View;
  readonly search: ExploreSearch;
  readonly change: (part: Partial<ExploreSearch>) => void;
  readonly profiles: number | undefined;
  readonly found: FrameSearch;
  /** Value of the whole picture, to say the share of what matches. */
  readonly total: number;
  readonly field: RefObject<HTMLInputElement | null>;
  /** At the right end. */
  readonly children?: ReactNode;
}

/** How it is drawn: the views, the search, and how the first view is split. */
export function ViewBar({ view, search, change, profiles, found, total, field, children }: ViewBarProps): ReactNode {
  return (
    <div className="viewbar">
      <ViewTabs
        tabs={views.map(([name, text]) => ({
          view: name,
          text,
          count: name === 'profiles' && profiles !== undefined ? countText(profiles) : undefined,
        }))}
        open={view}
        onOpen={(name) => change({ view: name === 'flame' ? undefined : name })}
      />
      <div className="bar-end view-end">
        <MatchShare found={found} total={total} />
        <FrameSearchField query={search.q} found={found} onChange={(q) => change({ q })} field={field} keyShown="/" />
        {view === 'flame' && (
          <Segmented
            label="Panes"
            value={search.pane ?? 'split'}
            options={[
              ['split', 'Split'],
              ['graph', 'Graph'],
              ['table', 'Table'],
            ]}
            onChange={(pane) => change({ pane: pane === 'split' ? undefined : pane })}
          />
        )}
        {children}
      </div>
    </div>
  );
}
