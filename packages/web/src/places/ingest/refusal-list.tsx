import type { ReactNode } from 'react';
import type { IngestAnswer } from '../../api/wire.ts';
import { countText } from '../../format/number.ts';
import { agoText, momentText } from '../../format/time.ts';
import { adviceOnReason, reasonName, sourceName } from '../../state/ingest-words.ts';

export interface RefusalListProps {
  readonly refusals: IngestAnswer['refusals'];
  readonly nowMs: number;
}

/** The last uploads that were not simply taken: the exact text, then what to do about it. */
export function RefusalList({ refusals, nowMs }: RefusalListProps): ReactNode {
  if (refusals.length === 0) return <p className="ingest-none muted">None was refused in this range.</p>;
  return (
    <ul aria-label="Last refused uploads">
      {refusals.map(({ at, source, outcome, reason, app, count, message }, index) => (
        <li key={`${at}-${String(index)}`} className="ingest-drop">
          <span className="mono muted" title={agoText(Date.parse(at), nowMs)}>
            {momentText(Date.parse(at), nowMs)}
          </span>
          <span className="strong">{sourceName(source)}</span>
          <span className="ingest-drop-app" title={app}>
            {app === '' ? <span className="muted">unknown app</span> : app}
          </span>
          <span className="ingest-drop-why">
            <b className={outcome === 'dropped' ? 'ingest-bad' : ''}>{message === '' ? reasonName(reason) : message}</b>
            <span>
              {message === '' ? '' : `${reasonName(reason)}. `}
              {adviceOnReason(reason)}
            </span>
          </span>
          <span className={outcome === 'dropped' ? 'badge badge-bad' : 'badge'}>
            {outcome === 'dropped' ? 'not stored' : 'duplicate'}
          </span>
          <span className="num">
            {countText(count)}
            <span className="unit">{count === 1 ? 'upload' : 'uploads'}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
