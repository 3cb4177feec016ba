import type { ReactNode, RefObject } from 'react';
import { countText, shareNumber } from '../../format/number.ts';
import type { FrameSearch } from '../../stacks/use-frame-search.ts';
import { Icon } from '../../ui/icon.tsx';
import { OptionPicker } from '../../ui/option-picker.tsx';
import { Segmented } from '../../ui/segmented.tsx';
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
      <div className="tabs" role="tablist" aria-label="Views">
        {views.map(([name, text]) => (
          <button
            key={name}
            type="button"
            role="tab"
            className="tab"
            aria-selected={name === view}
            disabled={name === 'time' && !hasTimes}
            title={name === 'time' && !hasTimes ? NO_TIMES : undefined}
            onClick={() => change({ view: name === 'time' ? undefined : name })}
          >
            {text}
          </button>
        ))}
      </div>
      <div className="bar-end view-end">
        <span className="small muted" role="status">
          {found.result !== undefined && (
            <>
              matches are <b className="match-share">{shareNumber(total === 0 ? 0 : found.result.total / total)} %</b>,{' '}
              <span className="mono">{countText(found.result.nodes)}</span> frames
            </>
          )}
          {found.fault !== undefined && <span className="match-fault">{found.fault}</span>}
        </span>
        <label className={`field frame-search${found.fault === undefined ? '' : ' field-invalid'}`}>
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
