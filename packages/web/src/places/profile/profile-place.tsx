import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type ReactNode, useRef, useState } from 'react';
import { amountText, countText } from '../../format/number.ts';
import { momentText } from '../../format/time.ts';
import { KeyHelp } from '../../shell/key-help.tsx';
import { ProgressLine, StatusBar } from '../../shell/status-bar.tsx';
import { useKeys } from '../../shell/use-keys.ts';
import { useNow } from '../../shell/use-now.ts';
import { useTitle } from '../../shell/use-title.ts';
import { useFrameSearch } from '../../stacks/use-frame-search.ts';
import { copyText } from '../../ui/copy-text.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ProfileBar } from './profile-bar.tsx';
import { ProfileBody } from './profile-body.tsx';
import { profileKeys } from './profile-keys.ts';
import type { ProfileSearch } from './profile-search.ts';
import { ProfileSide } from './profile-side.tsx';
import { ProfileViewBar } from './profile-view-bar.tsx';
import { selectionOf } from './selection.ts';
import { ThreadPicker } from './thread-picker.tsx';
import { useNeighbours } from './use-neighbours.ts';
import { usePart } from './use-part.ts';
import { type Profile, useProfile } from './use-profile.ts';
import { useThreads } from './use-threads.ts';
import '../../stacks/stacks.css';
import './profile.css';

const PLACE = '/o/$org/p/$project/profiles/$id';

/** What moves within a picture must not fill the history: back undoes narrowings, not steps. */
const quiet: ReadonlySet<string> = new Set(['q', 'fn', 'span', 'part']);

const timeKeys = [
  ['A D', 'move'],
  ['W S', 'zoom'],
  ['M', 'merged'],
  ['?', 'all keys'],
] as const;
const mergedKeys = [
  ['/', 'search'],
  ['Shift S', 'sandwich'],
  ['?', 'all keys'],
] as const;

/** Place 7: one upload, over time and merged, with all that is known of it. */
export function ProfilePlace(): ReactNode {
  const { project, id } = useParams({ from: PLACE });
  const asked = useSearch({ from: PLACE });
  const navigate = useNavigate({ from: PLACE });
  const [nowMs] = useNow();
  const field = useRef<HTMLInputElement>(null);
  const [isPicking, setPicking] = useState(false);
  const profile = useProfile(project, id, asked);
  const hasTimes = profile.threads?.times !== 'none';
  // Every page opens with its answer: where nothing can be drawn over time, that is the merged picture.
  const search: ProfileSearch = hasTimes || asked.view !== undefined ? asked : { ...asked, view: 'merged' };
  const threads = useThreads(profile.threads, search);
  const change = (part: Partial<ProfileSearch>): void =>
    void navigate({
      search: (before) => ({ ...before, ...part }),
      replace: Object.keys(part).every((name) => quiet.has(name)),
    });
  const moved = usePart(search.part, threads?.extentMs ?? 1, (part) => change({ part }));
  const isTime = search.view === undefined && threads !== undefined;
  const columns = isTime ? threads.merged : profile.picture?.columns;
  const found = useFrameSearch(columns, search.q);
  const selection = threads === undefined ? undefined : selectionOf(threads, search.fn, search.span);
  const view = search.view ?? 'time';
  const neighbours = useNeighbours(project, profile.detail);
  /** The same look at another profile; the piece of time and the span are of this one. */
  const openOther = (other: string | undefined): void => {
    if (other === undefined) return;
    void navigate({ params: { id: other }, search: { ...asked, part: undefined, span: undefined } });
  };
  useKeys({
    '/': () => field.current?.focus(),
    w: isTime ? () => moved.zoom(2) : undefined,
    s: isTime ? () => moved.zoom(0.5) : undefined,
    a: isTime ? () => moved.pan(-0.25) : undefined,
    d: isTime ? () => moved.pan(0.25) : undefined,
    t: isTime ? () => setPicking(true) : undefined,
    m: hasTimes ? () => change({ view: search.view === undefined ? 'merged' : undefined }) : undefined,
    'shift+s': search.fn === undefined ? undefined : () => change({ view: 'sandwich' }),
    y: () => search.fn !== undefined && void copyText(search.fn),
    ',': () => openOther(neighbours.earlier),
    '.': () => openOther(neighbours.later),
  });
  const { detail, error, type } = profile;
  useTitle(detail?.transaction ?? detail?.app ?? 'Profile', detail && momentText(Date.parse(detail.start), nowMs));
  return (
    <main className="place profile">
      <ProfileBar
        project={project}
        id={id}
        detail={detail}
        isMissing={error !== null}
        type={type}
        nowMs={nowMs}
        neighbours={neighbours}
        onOpen={openOther}
      />
      {error !== null && detail === undefined ? (
        <div className="grow">
          <ErrorNotice error={error} onRetry={profile.retry} />
        </div>
      ) : (
        <>
          <ProfileViewBar
            view={view}
            hasTimes={hasTimes}
            search={search}
            change={change}
            types={detail?.types ?? []}
            type={type}
            found={found}
            total={columns?.total[0] ?? 0}
            field={field}
          >
            {isTime && profile.threads !== undefined && (
              <ThreadPicker
                answer={profile.threads}
                threads={threads}
                isOpen={isPicking}
                onOpenChange={setPicking}
                onChange={(chosen) => change({ threads: chosen })}
              />
            )}
          </ProfileViewBar>
          <ProgressLine />
          <div className="profile-body">
            <ProfileBody
              project={project}
              search={search}
              change={change}
              profile={profile}
              threads={threads}
              moved={moved}
              selection={selection}
              matches={found.result}
            />
            <ProfileSide detail={detail} selection={selection} nowMs={nowMs} />
          </div>
        </>
      )}
      <StatusBar keys={isTime ? timeKeys : mergedKeys}>
        <Cost profile={profile} active={threads?.active.length} />
      </StatusBar>
      <KeyHelp own={profileKeys} />
    </main>
  );
}

/** What was recorded, and what of it is not on the screen. */
function Cost({
  profile: { threads, detail },
  active,
}: {
  readonly profile: Profile;
  readonly active: number | undefined;
}): ReactNode {
  if (detail === undefined) return <span>&nbsp;</span>;
  const { intervalMs = null, omittedSamples = 0, untimedSamples = 0 } = threads ?? {};
  const samples = threads?.threads.reduce((sum, { sampleCount }) => sum + sampleCount, 0);
  return (
    <>
      <span>
        <span className="mono">{countText(samples ?? detail.sampleCount)}</span>{' '}
        {samples === undefined ? 'different stacks' : 'samples'}
        {intervalMs !== null && (
          <>
            , one every <span className="mono">{intervalMs.toFixed(1)} ms</span>
          </>
        )}
      </span>
      {threads !== undefined && active !== undefined && (
        <span>
          <span className="mono">{countText(active)}</span> of {amountText(threads.threads.length, 'thread')} active
        </span>
      )}
      {omittedSamples > 0 && <span className="warn">{countText(omittedSamples)} samples are too many to draw</span>}
      {untimedSamples > 0 && <span className="warn">{countText(untimedSamples)} samples have no time</span>}
    </>
  );
}
