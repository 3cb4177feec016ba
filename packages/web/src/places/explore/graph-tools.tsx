import type { ReactNode } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { OptionPicker } from '../../ui/option-picker.tsx';
import type { ExploreSearch } from './explore-search.ts';

const colours: readonly (readonly [NonNullable<ExploreSearch['colour']>, string])[] = [
  ['package', 'Package'],
  ['file', 'File'],
  ['self', 'Self time'],
];

/** Above the graph: what it adds up to, what its colours mean, and how it is turned. */
export function GraphTools({
  headline,
  of,
  search,
  change,
}: {
  readonly headline: string;
  /** What the headline is a sum of. */
  readonly of: string;
  readonly search: ExploreSearch;
  readonly change: (part: Partial<ExploreSearch>) => void;
}): ReactNode {
  const { colour = 'package', inverted, flipped, recursion, library } = search;
  return (
    <div className="pane-tools">
      <b className="mono">{headline}</b>
      <span className="small muted">
        {of}, {inverted === 'yes' ? 'by who takes it, callers below' : 'all stacks'}
      </span>
      {changesOf(search).map(([text, undo]) => (
        <span key={text} className="tool-chip">
          {text}
          <button type="button" aria-label={`Undo: ${text}`} onClick={() => change({ ...undo, zoom: undefined })}>
            <Icon name="cross" small />
          </button>
        </span>
      ))}
      <span className="grow" />
      {colour === 'self' ? (
        <span className="legend">
          <span>little</span>
          {['frame-root', 'diff-more-1', 'diff-more-2', 'diff-more-3', 'diff-more-4'].map((token) => (
            <i key={token} style={{ background: `var(--${token})` }} />
          ))}
          <span>much self time</span>
        </span>
      ) : (
        <span className="legend">
          <span>
            <i style={{ background: 'var(--frame-2)' }} />
            application, by {colour}
          </span>
          <span>
            <i style={{ background: 'var(--frame-2-lib)' }} />
            library
          </span>
          <span>
            <i style={{ background: 'var(--frame-kernel)' }} />
            runtime, kernel
          </span>
        </span>
      )}
      <OptionPicker
        label="Colour by"
        value={colour}
        options={colours.map(([value, text]) => ({ value, text }))}
        onPick={(value) => change({ colour: value === 'package' ? undefined : (value as ExploreSearch['colour']) })}
      >
        <button type="button" className="button button-quiet button-small">
          <Icon name="palette" small />
          {colours.find(([name]) => name === colour)?.[1]}
          <Icon name="down" small />
        </button>
      </OptionPicker>
      <IconButton
        icon="flip"
        label="Root at the bottom (F)"
        aria-pressed={flipped === 'yes'}
        onClick={() => change({ flipped: flipped === 'yes' ? undefined : 'yes' })}
      />
      <IconButton
        icon="invert"
        label="Inverted: functions first, callers below (I)"
        aria-pressed={inverted === 'yes'}
        onClick={() => change({ inverted: inverted === 'yes' ? undefined : 'yes', zoom: undefined })}
      />
      <IconButton
        icon="fold"
        label="Collapse libraries (L)"
        aria-pressed={library === 'collapsed'}
        onClick={() => change({ library: library === undefined ? 'collapsed' : undefined, zoom: undefined })}
      />
      <IconButton
        icon="loop"
        label="Collapse recursion (R)"
        aria-pressed={recursion === 'collapsed'}
        onClick={() => change({ recursion: recursion === undefined ? 'collapsed' : undefined, zoom: undefined })}
      />
    </div>
  );
}

/** What the picture does not show as it was recorded, in words, and how each is taken back. */
function changesOf({
  recursion,
  library,
  open,
}: ExploreSearch): readonly (readonly [string, Partial<ExploreSearch>])[] {
  return [
    ...(library === undefined ? [] : [['libraries collapsed', { library: undefined }] as const]),
    ...(recursion === undefined ? [] : [['recursion collapsed', { recursion: undefined }] as const]),
    ...(open === undefined || open.length === 0
      ? []
      : [[`${String(open.length)} opened of other`, { open: undefined }] as const]),
  ];
}
