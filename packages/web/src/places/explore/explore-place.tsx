import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type ReactNode, useRef } from 'react';
import { amountText, countText, shortCount } from '../../format/number.ts';
import { KeyHelp } from '../../shell/key-help.tsx';
import { ProgressLine, StatusBar } from '../../shell/status-bar.tsx';
import { useKeys } from '../../shell/use-keys.ts';
import { useNow } from '../../shell/use-now.ts';
import { useTitle } from '../../shell/use-title.ts';
import { Sandwich } from '../../stacks/sandwich.tsx';
import { useFrameSearch } from '../../stacks/use-frame-search.ts';
import { selectorOf } from '../../state/place-search.ts';
import { rangeText, type Span, shifted } from '../../state/time-range.ts';
import { copyText } from '../../ui/copy-text.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ContextBar } from './context-bar.tsx';
import { exploreKeys } from './explore-keys.ts';
import type { ExploreSearch } from './explore-search.ts';
import { ExportMenu } from './export-menu.tsx';
import { FlamePanes } from './flame-panes.tsx';
import { NothingCame } from './nothing-came.tsx';
import { ProfilesView } from './profiles-view.tsx';
import { selecting } from './selected-function.ts';
import { Timeline } from './timeline.tsx';
import { type Explore, useExplore } from './use-explore.ts';
import { ViewBar } from './view-bar.tsx';
import '../../stacks/stacks.css';
import './explore.css';

const PLACE = '/o/$org/p/$project/explore';

/** What moves within a picture must not fill the history: back undoes narrowings, not letters or steps. */
const quiet: ReadonlySet<string> = new Set(['q', 'fn', 'fnFile', 'fnModule']);

/** Places 2 to 5: what is asked, the timeline of it, and the views of one merged profile. */
export function ExplorePlace(): ReactNode {
  const { project } = useParams({ from: '/o/$org/p/$project' });
  const search = useSearch({ from: PLACE });
  const navigate = useNavigate({ from: PLACE });
  const [nowMs, refresh] = useNow();
  const field = useRef<HTMLInputElement>(null);
  const explore = useExplore(project, search, nowMs);
  const { picture, type, span, looked } = explore;
  const found = useFrameSearch(picture?.layout.columns, search.q);
  const change = (part: Partial<ExploreSearch>): void =>
    void navigate({ search: { ...search, ...part }, replace: Object.keys(part).every((name) => quiet.has(name)) });
  const toggle = (name: 'flipped' | 'inverted'): void =>
    change({ [name]: search[name] === 'yes' ? undefined : 'yes', ...(name === 'inverted' ? { zoom: undefined } : {}) });
  const brush = (next: Span | undefined): void =>
    change({ brush: next === undefined ? undefined : rangeText({ kind: 'between', ...next }) });
  useKeys({
    '/': () => field.current?.focus(),
    f: () => toggle('flipped'),
    i: () => toggle('inverted'),
    r: () => change({ recursion: search.recursion === undefined ? 'collapsed' : undefined, zoom: undefined }),
    l: () => change({ library: search.library === undefined ? 'collapsed' : undefined, zoom: undefined }),
    s: () => search.fn !== undefined && change({ view: 'sandwich' }),
    o: () => search.fn !== undefined && change({ focus: [...(search.focus ?? []), search.fn], zoom: undefined }),
    h: () => search.fn !== undefined && change({ hide: [...(search.hide ?? []), search.fn], zoom: undefined }),
    y: () => search.fn !== undefined && void copyText(search.fn),
    '[': () => change({ pane: search.pane === 'graph' ? undefined : 'graph' }),
    ']': () => change({ pane: search.pane === 'table' ? undefined : 'table' }),
    ',': () => change({ range: rangeText(shifted(span, -1)), brush: undefined }),
    '.': () => change({ range: rangeText(shifted(span, 1)), brush: undefined }),
    u: refresh,
  });
  useTitle(search.app ?? 'all apps', type?.name);
  return (
    <main className="place explore">
      <h1 className="visually-hidden">Explore {search.app ?? 'all apps'}</h1>
      <ContextBar
        project={project}
        search={search}
        change={change}
        apps={explore.apps}
        app={explore.app}
        type={type}
        range={explore.range}
        span={span}
        nowMs={nowMs}
        isDrawn={picture !== undefined || explore.error !== null}
      />
      <Timeline
        data={explore.timeline}
        isNothing={explore.apps !== undefined && type === undefined}
        looked={looked}
        isBrushed={explore.isBrushed}
        release={search.release}
        onBrush={brush}
      />
      <ViewBar
        view={search.view ?? 'flame'}
        search={search}
        change={change}
        profiles={explore.merge?.facts.profiles}
        found={found}
        total={picture?.layout.total ?? 0}
        field={field}
      >
        {type !== undefined && <ExportMenu project={project} selector={selectorOf(search, type.name, looked)} />}
      </ViewBar>
      <ProgressLine />
      <View project={project} search={search} change={change} explore={explore} found={found} />
      <StatusBar
        keys={[
          ['/', 'search'],
          ['Enter', 'zoom'],
          ['S', 'sandwich'],
          ['?', 'all keys'],
        ]}
      >
        <Cost explore={explore} />
      </StatusBar>
      <KeyHelp own={exploreKeys} />
    </main>
  );
}

interface ViewProps {
  readonly project: string;
  readonly search: ExploreSearch;
  readonly change: (part: Partial<ExploreSearch>) => void;
  readonly explore: Explore;
  readonly found: ReturnType<typeof useFrameSearch>;
}

function View({ project, search, change, explore, found }: ViewProps): ReactNode {
  const { error, picture, type, looked, apps } = explore;
  // Without the apps it is not known what to ask: a picture that is still there is of something else, and would stay.
  if (error !== null && (picture === undefined || apps === undefined)) {
    return <ErrorNotice error={error} onRetry={explore.retry} />;
  }
  if (apps !== undefined && type === undefined) return <NothingCame search={search} change={change} />;
  if (search.view === 'profiles' && type !== undefined) {
    return (
      <ProfilesView
        project={project}
        selector={selectorOf(search, type.name, looked)}
        typeTitle={type.title}
        order={search.order}
        onOrder={(order) => change({ order })}
        total={explore.merge?.facts.profiles}
      />
    );
  }
  if (search.view === 'sandwich') {
    if (search.fn === undefined || type === undefined) {
      return (
        <p className="notice muted">
          Choose a function first: double-click it in the flame graph or in the table, or select it and press S.
        </p>
      );
    }
    return (
      <Sandwich
        project={project}
        selector={selectorOf(search, type.name, looked)}
        name={search.fn}
        file={search.fnFile}
        module={search.fnModule}
        valueText={explore.valueText}
        onOpen={(_name, info) => change(selecting(info))}
      />
    );
  }
  return <FlamePanes project={project} search={search} change={change} explore={explore} found={found} />;
}

/** What the answer is made of, and what it cost. */
function Cost({ explore: { merge, isStale } }: { readonly explore: Explore }): ReactNode {
  if (merge === undefined) return <span>&nbsp;</span>;
  const { facts, rowsRead } = merge;
  return (
    <>
      <span>
        <span className="mono">{countText(facts.profiles)}</span> {facts.profiles === 1 ? 'profile' : 'profiles'}
      </span>
      <span>
        <span className="mono">{countText(facts.samples)}</span> stacks added up
      </span>
      {facts.withoutSymbols > 0.0005 && (
        <span>
          <span className="mono">{(facts.withoutSymbols * 100).toFixed(1)} %</span> without symbols
        </span>
      )}
      {facts.drops !== undefined && facts.drops !== null && facts.drops > 0 && (
        <span className="warn">{amountText(facts.drops, 'upload')} refused in this range</span>
      )}
      <span>
        <span className="mono">{shortCount(rowsRead)}</span> rows read{isStale ? ', of the last answer' : ''}
      </span>
    </>
  );
}
