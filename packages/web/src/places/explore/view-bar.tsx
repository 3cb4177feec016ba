import type { ReactNode, RefObject } from 'react';
import { countText, shareNumber } from '../../format/number.ts';
import type { FrameSearch } from '../../stacks/use-frame-search.ts';
import { Icon } from '../../ui/icon.tsx';
import { Segmented } from '../../ui/segmented.tsx';
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
  const { result, fault } = found;
  return (
    <div className="viewbar">
      <div className="tabs" role="tablist" aria-label="Views">
        {views.map(([name, text]) => (
          <button
            key={name}
            type="button"
            role="tab"
            className="tab"
            aria-selected={name === view}
            onClick={() => change({ view: name === 'flame' ? undefined : name })}
          >
            {text}
            {name === 'profiles' && profiles !== undefined && <span className="tab-count">{countText(profiles)}</span>}
          </button>
        ))}
      </div>
      <div className="bar-end view-end">
        <span className="small muted" role="status">
          {result !== undefined && (
            <>
              matches are <b className="match-share">{shareNumber(total === 0 ? 0 : result.total / total)} %</b> of all,{' '}
              <span className="mono">{countText(result.nodes)}</span> {result.nodes === 1 ? 'frame' : 'frames'}
            </>
          )}
          {fault !== undefined && <span className="match-fault">{fault}</span>}
        </span>
        <label className={`field frame-search${fault === undefined ? '' : ' field-invalid'}`}>
          <Icon name="search" small />
          <input
            ref={field}
            aria-label="Search frames, text or /regex/"
            placeholder="Search frames, text or /regex/"
            value={search.q ?? ''}
            spellCheck={false}
            onChange={(event) => change({ q: event.target.value || undefined })}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              change({ q: undefined });
              event.currentTarget.blur();
            }}
          />
          <kbd>/</kbd>
        </label>
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
