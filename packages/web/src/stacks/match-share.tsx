import type { ReactNode } from 'react';
import { countText, shareNumber } from '../format/number.ts';
import type { FrameSearch } from './use-frame-search.ts';

/** How much of the whole picture matches what is searched for, or why nothing can be searched. */
export const MatchShare = ({
  found: { result, fault },
  total,
}: {
  readonly found: FrameSearch;
  /** Value of the whole picture. */
  readonly total: number;
}): ReactNode => (
  <span className="small muted" role="status">
    {result !== undefined && (
      <>
        matches are <b className="match-share">{shareNumber(total === 0 ? 0 : result.total / total)} %</b> of all,{' '}
        <span className="mono">{countText(result.nodes)}</span> {result.nodes === 1 ? 'frame' : 'frames'}
      </>
    )}
    {fault !== undefined && <span className="match-fault">{fault}</span>}
  </span>
);
