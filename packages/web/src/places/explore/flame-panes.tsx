import {
  type FlameGraph,
  type FrameBox,
  type FrameInfo,
  matchOrder,
  type NodeIndex,
  nameOfNode,
  nextMatch,
  pathTo,
  ROOT,
} from '@hearth/flamegraph';
import { type CSSProperties, type ReactNode, useMemo, useRef, useState } from 'react';
import { amountText, threeDigits } from '../../format/number.ts';
import { rateUnit } from '../../format/rate.ts';
import { useKeys } from '../../shell/use-keys.ts';
import { Breadcrumb } from '../../stacks/breadcrumb.tsx';
import { IcicleWaiting, TableWaiting } from '../../stacks/panes-waiting.tsx';
import type { Picture } from '../../stacks/picture.ts';
import type { FrameSearch } from '../../stacks/use-frame-search.ts';
import { selectorOf } from '../../state/place-search.ts';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { FlameView } from '../../ui/flame/flame-view.tsx';
import { FrameTooltip } from '../../ui/flame/frame-tooltip.tsx';
import { usePinned } from '../../ui/flame/use-pinned.ts';

import { SplitHandle } from '../../ui/split-handle.tsx';
import { useKeptNumber } from '../../ui/use-kept.ts';
import { Dock } from './dock.tsx';
import { type ExploreSearch, MAX_OPEN } from './explore-search.ts';
import { FrameMenu, type MenuPoint } from './frame-menu.tsx';
import { GraphTools } from './graph-tools.tsx';
import { frameOf, isOfFunction, noFunction, selectedFunction, selecting } from './selected-function.ts';
import { TablePane } from './table-pane.tsx';
import type { Explore } from './use-explore.ts';

export interface FlamePanesProps {
  readonly project: string;
  readonly search: ExploreSearch;
  readonly change: (part: Partial<ExploreSearch>) => void;
  readonly explore: Explore;
  readonly found: FrameSearch;
}

const TABLE_PX = 498;
const MIN_TABLE_PX = 360;

/** The table beside the flame graph: what is selected in one is lit in the other. */
export function FlamePanes(props: FlamePanesProps): ReactNode {
  const { search, explore, change } = props;
  const { picture, isStale } = explore;
  const pane = search.view === 'table' ? 'table' : (search.pane ?? 'split');
  const [width, setWidth] = useKeptNumber('table-width', TABLE_PX);
  if (picture === undefined) return <LoadingPanes hasTable={pane !== 'graph'} />;
  if (picture.columns.total[ROOT] === 0) {
    return <NothingMatches search={search} change={change} />;
  }
  return (
    <div className={`split${pane === 'split' ? ' is-split' : ''}${isStale ? ' is-stale' : ''}`} aria-busy={isStale}>
      {pane !== 'graph' && (
        <div className="split-table column" style={widthStyle(width)}>
          <TablePane {...props} picture={picture} />
        </div>
      )}
      {pane === 'split' && (
        <SplitHandle
          label="Width of the table"
          width={width}
          least={MIN_TABLE_PX}
          onChange={setWidth}
          onReset={() => setWidth(TABLE_PX)}
        />
      )}
      {pane !== 'table' && <GraphPane {...props} picture={picture} />}
    </div>
  );
}

function NothingMatches({ search, change }: Pick<FlamePanesProps, 'search' | 'change'>): ReactNode {
  const { environment, release, where = [], focus = [], hide = [] } = search;
  const filters = [environment, release].filter((value) => value !== undefined).length;
  const count = filters + where.length + focus.length + hide.length;
  const none = { environment: undefined, release: undefined, where: undefined, focus: undefined, hide: undefined };
  return (
    <div className="notice">
      <h2>No samples match</h2>
      <p className="muted">
        {count === 0 ? 'Choose a longer or another range.' : `${amountText(count, 'filter is', 'filters are')} set.`}
      </p>
      {count > 0 && <Button onClick={() => change({ ...none, zoom: undefined })}>Clear the filters</Button>}
    </div>
  );
}

/** A custom property, so that the sheet can overrule it on narrow screens. */
const widthStyle = (px: number): CSSProperties => ({ '--table-width': `${String(px)}px` }) as CSSProperties;

type PaneProps = FlamePanesProps & { readonly picture: Picture };

function GraphPane({ project, search, change, explore, found, picture }: PaneProps): ReactNode {
  const { layout, ids, zoom } = picture;
  const { columns } = layout;
  const { type, looked, valueText } = explore;
  const [hover, setHover] = useState<{
    readonly node: NodeIndex;
    readonly box: FrameBox;
    readonly of: Picture['layout'];
  }>();
  const [menu, setMenu] = useState<MenuPoint & { readonly node: NodeIndex }>();
  const { fn, fnFile, fnModule } = search;
  const selectedFrame = useMemo(() => {
    const wanted = selectedFunction({ fn, fnFile, fnModule });
    const index = columns.frames.findIndex((info) => isOfFunction(wanted, info));
    return index < 0 ? undefined : index;
  }, [columns, fn, fnFile, fnModule]);
  const graph = useRef<FlameGraph>(undefined);
  const [isPinned, unpin] = usePinned(hover !== undefined && hover.of === layout);
  const order = useMemo(
    () => (found.result === undefined ? undefined : matchOrder(layout, found.result)),
    [layout, found.result],
  );
  const goToMatch = (step: 1 | -1): void => {
    const next = order === undefined ? undefined : nextMatch(order, graph.current?.focused ?? ROOT, step);
    if (next !== undefined) graph.current?.moveTo(next);
  };
  useKeys({
    n: () => goToMatch(1),
    'shift+n': () => goToMatch(-1),
    'shift+y': () => void copyText(stackOf(graph.current?.focused ?? ROOT)),
  });
  /** How the address says the function of a node; nothing for the root and what was left out. */
  const choosing = (node: NodeIndex): Partial<ExploreSearch> | undefined => {
    const of = columns.frames[columns.frame[node] ?? -1];
    return of === undefined ? undefined : selecting(of);
  };
  const nameOf = (node: NodeIndex): string => nameOfNode(columns, node);
  /** A function a line, the outermost first. */
  const stackOf = (node: NodeIndex): string => pathTo(layout, node).slice(1).map(nameOf).join('\n');
  const zoomTo = (node: NodeIndex): void => change({ zoom: ids.of(node) || undefined, ...choosing(node) });
  /** What was left out is opened where it is; it is no frame to zoom into. */
  const enter = (node: NodeIndex): void => {
    const others = picture.othersOf(node);
    if (others.length === 0) zoomTo(node);
    else change({ open: [...new Set([...(search.open ?? []), ...others])].slice(-MAX_OPEN) });
  };
  const rateText = (value: number): string => {
    const perSecond = value / ((looked.toMs - looked.fromMs) / 1000);
    const { factor, unit } = rateUnit(type?.name ?? '', type?.unit ?? '', perSecond);
    return `${threeDigits(perSecond * factor)} ${unit}`;
  };
  // What the tree left out can be selected in the table all the same.
  const info = columns.frames[selectedFrame ?? -1] ?? frameOf(selectedFunction(search));
  const focusOn = (name: string): void => change({ focus: [...(search.focus ?? []), name], zoom: undefined });
  const hide = (name: string): void => change({ hide: [...(search.hide ?? []), name], zoom: undefined, ...noFunction });
  return (
    <div className="column grow">
      <GraphTools
        headline={valueText(layout.total)}
        of={type?.title || type?.name || ''}
        search={search}
        change={change}
      />
      <Breadcrumb picture={picture} onZoom={zoomTo} />
      <FlameView
        layout={layout}
        valueText={valueText}
        zoom={zoom}
        colouring={search.colour ?? 'package'}
        isFlipped={search.flipped === 'yes'}
        matches={found.result}
        selectedFrame={selectedFrame}
        control={graph}
        handlers={{
          onHover: (node, box) => {
            if (!isPinned) setHover(node === undefined || box === undefined ? undefined : { node, box, of: layout });
          },
          onZoom: (node) => {
            unpin();
            enter(node);
          },
          onBack: () => zoom !== ROOT && zoomTo(columns.parent[zoom] ?? ROOT),
          onOpen: (node) => choosing(node) !== undefined && change({ ...choosing(node), view: 'sandwich' }),
          onMenu: (node, x, y) => choosing(node) !== undefined && setMenu({ node, name: nameOf(node), x, y }),
          onFocus: (node) => choosing(node) !== undefined && change({ ...choosing(node) }),
        }}
      />
      {hover !== undefined && menu === undefined && hover.of === layout && (
        <FrameTooltip
          layout={layout}
          node={hover.node}
          box={hover.box}
          zoom={zoom}
          isPinned={isPinned}
          valueText={valueText}
          rateText={type?.aggregation === 'avg' ? undefined : rateText}
        />
      )}
      <FrameMenu
        at={menu}
        onClose={() => setMenu(undefined)}
        items={
          menu === undefined
            ? []
            : [
                ['Zoom', () => zoomTo(menu.node)],
                ['Sandwich: who calls it, what it calls', () => change({ ...choosing(menu.node), view: 'sandwich' })],
                ['Only stacks with it', () => focusOn(menu.name)],
                ['Hide it: what it calls is called by its caller', () => hide(menu.name)],
                search.library === undefined
                  ? ['Collapse libraries', () => change({ library: 'collapsed', zoom: undefined })]
                  : ['Show what libraries call again', () => change({ library: undefined, zoom: undefined })],
                search.recursion === undefined
                  ? ['Collapse recursion', () => change({ recursion: 'collapsed', zoom: undefined })]
                  : ['Show recursion again', () => change({ recursion: undefined, zoom: undefined })],
                ['Copy the name', () => void copyText(menu.name)],
                ['Copy the stack', () => void copyText(stackOf(menu.node))],
                ...placeOf(columns.frames[columns.frame[menu.node] ?? -1]).map(
                  (place) => [`Copy ${place}`, () => void copyText(place)] as const,
                ),
              ]
        }
      />
      {info !== undefined && type !== undefined && (
        <Dock
          project={project}
          selector={selectorOf(search, type.name, explore.span)}
          span={explore.span}
          info={info}
          onSandwich={() => change({ view: 'sandwich' })}
          onFocus={() => focusOn(info.name)}
          onHide={() => hide(info.name)}
          onClose={() => change(noFunction)}
        />
      )}
    </div>
  );
}

/** `file:line` of a frame; nothing when its file is not known. */
const placeOf = (info: FrameInfo | undefined): readonly string[] =>
  info === undefined || info.file === '' ? [] : [info.line > 0 ? `${info.file}:${String(info.line)}` : info.file];

/** Rows of an icicle that narrow down, and a table of the same height. */
const LoadingPanes = ({ hasTable }: { readonly hasTable: boolean }): ReactNode => (
  <div className={hasTable ? 'split is-split' : 'split'} aria-busy="true">
    {hasTable && <TableWaiting />}
    <div className="column grow">
      <div className="pane-tools" />
      <IcicleWaiting />
    </div>
  </div>
);
