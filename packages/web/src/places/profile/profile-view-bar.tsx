import type { ReactNode, RefObject } from 'react';
import { FrameSearchField } from '../../stacks/frame-search-field.tsx';
import { MatchShare } from '../../stacks/match-share.tsx';
import type { FrameSearch } from '../../stacks/use-frame-search.ts';
import { Icon } from '../../ui/icon.tsx';
import { OptionPicker } from '../../ui/option-picker.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { ViewTabs } from '../../ui/view-tabs.tsx';
import type { ProfileSearch } from './profile-search.ts';

export type ProfileView = NonNullable<ProfileSearch['view']> | 'time';

const views: readonly (readonly [ProfileView, string])[] = [
  ['time', 'Over time'],
  ['merged', 'Merged'],
  ['table', 'Table'],
  ['sandwich', 'Sandwich'],
];

const NO_TIMES = 'Its profiler added samples up and did not say when each was taken.';

export interface ProfileViewBarProps {
  readonly view: ProfileView;
  /** Whether it was recorded when each sample was taken. */
  readonly hasTimes: boolean;
  readonly search: ProfileSearch;
  readonly change: (part: Partial<ProfileSearch>) => void;
  readonly types: readonly string[];
  readonly type: string | undefined;
  readonly found: FrameSearch;
  readonly total: number;
  readonly field: RefObject<HTMLInputElement | null>;
  /** The picker of threads. */
  readonly children: ReactNode;
}

/** How the profile is drawn. */
export function ProfileViewBar(props: ProfileViewBarProps): ReactNode {
  const { view, hasTimes, search, change, types, type, found, total, field, children } = props;
  return (
    <div className="viewbar">
      <ViewTabs
        tabs={views.map(([name, text]) => ({
          view: name,
          text,
          fault: name === 'time' && !hasTimes ? NO_TIMES : undefined,
        }))}
        open={view}
        onOpen={(name) => change({ view: name === 'time' ? undefined : name })}
      />
      <div className="bar-end view-end">
        <MatchShare found={found} total={total} />
        <FrameSearchField query={search.q} found={found} onChange={(q) => change({ q })} field={field} keyShown="/" />
        {view === 'time' ? (
          <Segmented
            label="Whose frames"
            value={search.code ?? 'all'}
            options={[
              ['all', 'All frames'],
              ['app', 'Application'],
              ['system', 'System'],
            ]}
            onChange={(code) => change({ code: code === 'all' ? undefined : code, span: undefined })}
          />
        ) : (
          types.length > 1 && (
            <OptionPicker
              label="Profile type"
              value={type}
              options={types.map((value) => ({ value }))}
              onPick={(picked) => change({ type: picked, zoom: undefined })}
            >
              <button type="button" className="select">
                <b>{type}</b>
                <Icon name="down" small />
              </button>
            </OptionPicker>
          )
        )}
        {children}
      </div>
    </div>
  );
}
