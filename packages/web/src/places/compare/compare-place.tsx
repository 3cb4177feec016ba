import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type ReactNode, useMemo, useRef } from 'react';
import { countText, shortCount } from '../../format/number.ts';
import { KeyHelp, type KeyHelpEntry } from '../../shell/key-help.tsx';
import { ProgressLine, StatusBar } from '../../shell/status-bar.tsx';
import { useKeys } from '../../shell/use-keys.ts';
import { useNow } from '../../shell/use-now.ts';
import { useTitle } from '../../shell/use-title.ts';
import { useFrameSearch } from '../../stacks/use-frame-search.ts';
import { rangeOf } from '../../state/place-search.ts';
import { rangeText } from '../../state/time-range.ts';
import { copyText } from '../../ui/copy-text.ts';
import { beforeWords } from './before-range.ts';
import { CompareBar } from './compare-bar.tsx';
import { ComparePanes, changedOf } from './compare-panes.tsx';
import type { CompareSearch } from './compare-search.ts';
import { CompareSide } from './compare-side.tsx';
import { afterFilter, beforeFilter, beforeSaid, swapped } from './side-search.ts';
import { useCompare } from './use-compare.ts';
import { Verdict } from './verdict.tsx';
import '../../stacks/stacks.css';
import './compare.css';

const PLACE = '/o/$org/p/$project/compare';

const keys: readonly KeyHelpEntry[] = [
  ['/', 'search frames'],
  ['N Shift N', 'next, previous change'],
  ['X', 'swap the sides'],
  ['S', 'sandwich of the selected function'],
  ['↑ ↓ ← →', 'to caller, callee, neighbour'],
  ['Enter, Esc', 'zoom, one zoom back'],
  ['Y', 'copy the name of the selected function'],
];

/** What moves within a picture must not fill the history: back undoes narrowings, not steps. */
const quiet: ReadonlySet<string> = new Set(['q', 'fn']);

/** Place 6: two selections against each other. */
export function ComparePlace(): ReactNode {
  const { org, project } = useParams({ from: '/o/$org/p/$project' });
  const search = useSearch({ from: PLACE });
  const navigate = useNavigate({ from: PLACE });
  const [nowMs] = useNow();
  const field = useRef<HTMLInputElement>(null);
  const compare = useCompare(project, search, nowMs);
  const { picture, answer, spans, selectors, isStale } = compare;
  const found = useFrameSearch(picture?.comparison.columns, search.q);
  const by = search.by ?? 'self';
  const changed = useMemo(() => (picture === undefined ? [] : changedOf(picture, by)), [picture, by]);
  const change = (part: Partial<CompareSearch>): void =>
    void navigate({
      search: (before) => ({ ...before, ...part }),
      replace: Object.keys(part).every((name) => quiet.has(name)),
    });
  const swap = (): void => change(swapped(search, spans.before, spans.after));
  const open = (fn: string): void => {
    const { app, type, range, environment, release, where } = search;
    const kept = { app, type, range, environment, release, where };
    void navigate({
      to: '/o/$org/p/$project/explore',
      params: { org, project },
      search: { ...kept, view: 'sandwich', fn },
    });
  };
  const step = (by: 1 | -1): void => {
    const nameOf = (index: number): string | undefined =>
      picture?.comparison.columns.frames[changed[index]?.frame ?? -1]?.name;
    const at = changed.findIndex((_, index) => nameOf(index) === search.fn);
    const fn = nameOf(at < 0 ? 0 : at + by);
    if (fn !== undefined) change({ fn });
  };
  useKeys({
    '/': () => field.current?.focus(),
    x: swap,
    n: () => step(1),
    'shift+n': () => step(-1),
    s: search.fn === undefined ? undefined : () => open(search.fn ?? ''),
    y: () => search.fn !== undefined && void copyText(search.fn),
  });
  useTitle('Compare', search.app);
  return (
    <main className="place compare">
      <h1 className="visually-hidden">Compare {search.app ?? 'all apps'}</h1>
      <CompareBar project={project} search={search} change={change} compare={compare} onSwap={swap} />
      <div className="compare-sides">
        <CompareSide
          name="A"
          project={project}
          app={search.app}
          selector={selectors?.before}
          filter={beforeFilter(search)}
          span={spans.before}
          range={{ kind: 'between', ...spans.before }}
          words={beforeWords(search.beforeRange, spans.after)}
          nowMs={nowMs}
          onFilter={(filter) => change(beforeSaid(filter))}
          onRange={(range) => change({ beforeRange: rangeText(range) })}
        />
        <CompareSide
          name="B"
          project={project}
          app={search.app}
          selector={selectors?.after}
          filter={afterFilter(search)}
          span={spans.after}
          range={rangeOf(search)}
          nowMs={nowMs}
          onFilter={({ environment, release, where = [] }) =>
            // What side A had from B stays with A.
            change({
              ...beforeSaid(beforeFilter(search)),
              environment,
              release,
              where: where.length === 0 ? undefined : [...where],
            })
          }
          onRange={(range) => change({ range: rangeText(range) })}
        />
      </div>
      <ProgressLine />
      <Verdict compare={compare} isAbsolute={search.mode === 'absolute'} onOpen={open} />
      <ComparePanes
        project={project}
        compare={compare}
        search={search}
        change={change}
        found={found}
        field={field}
        changed={changed}
        onOpen={open}
      />
      <StatusBar
        keys={[
          ['N', 'next change'],
          ['X', 'swap'],
          ['S', 'sandwich'],
          ['?', 'all keys'],
        ]}
      >
        {answer === undefined ? (
          <span>&nbsp;</span>
        ) : (
          <>
            <span>
              A <span className="mono">{countText(answer.left.facts.profiles)}</span> profiles
            </span>
            <span>
              B <span className="mono">{countText(answer.right.facts.profiles)}</span> profiles
            </span>
            <span>
              <span className="mono">{shortCount(answer.rowsRead)}</span> rows read
              {isStale ? ', of the last answer' : ''}
            </span>
          </>
        )}
      </StatusBar>
      <KeyHelp own={keys} />
    </main>
  );
}
