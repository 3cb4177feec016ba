import type { ReactNode } from 'react';
import { countText } from '../../format/number.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { IngestRows } from './ingest-rows.ts';
import { adviceOnReason, reasonName, sourceName } from './ingest-words.ts';

/** As many as stand beside the chart without scrolling, with the duplicates. */
const MAX_REASONS = 3;

export interface LookAtProps {
  readonly rows: IngestRows | undefined;
  readonly reason: string | undefined;
  readonly onReason: (reason: string | undefined) => void;
}

/** What is wrong most, each a way to see only that. */
export function LookAt({ rows, reason, onReason }: LookAtProps): ReactNode {
  return (
    <div className="ingest-look">
      <h2>Things to look at</h2>
      {rows === undefined ? (
        <div className="ingest-look-row">
          <Skeleton width="70%" />
        </div>
      ) : (
        <>
          {rows.reasons.slice(0, MAX_REASONS).map(({ reason: own, count, sources }) => (
            <button
              key={own}
              type="button"
              className="ingest-look-row"
              aria-pressed={own === reason}
              onClick={() => onReason(own === reason ? undefined : own)}
            >
              <span className="dot dot-bad" />
              <b>{reasonName(own)}</b>
              <span title={adviceOnReason(own)}>{sources.map(sourceName).join(', ')}</span>
              <span className="num">{countText(count)}</span>
            </button>
          ))}
          {rows.reasons.length === 0 && (
            <p className="ingest-look-row">
              <span className="dot dot-ok" />
              <b>Nothing refused</b>
              <span>everything that came was taken</span>
            </p>
          )}
          <p className="ingest-look-row">
            <span className="dot" />
            <b>Duplicates</b>
            <span>the same bytes twice, kept once</span>
            <span className="num">{countText(rows.duplicates)}</span>
          </p>
        </>
      )}
    </div>
  );
}
