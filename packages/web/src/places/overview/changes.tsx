import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { changeText } from '../../format/number.ts';
import { Skeleton, skeletonWidths } from '../../ui/skeleton.tsx';
import type { AppRow } from './app-rows.ts';

/** Apps whose main value changed beyond noise, the largest change first. */
export function Changes({
  rows,
  org,
  project,
  search,
}: {
  /** Undefined while they are not known. */
  readonly rows: readonly AppRow[] | undefined;
  readonly org: string;
  readonly project: string;
  readonly search: { readonly range?: string | undefined; readonly environment?: string | undefined };
}): ReactNode {
  const changed = (rows ?? [])
    .filter(({ change }) => change?.isBeyondNoise === true)
    .sort((left, right) => Math.abs((right.change?.ratio ?? 1) - 1) - Math.abs((left.change?.ratio ?? 1) - 1));
  const isMeasured = rows?.some(({ change }) => change !== undefined) === true;
  return (
    <section className="overview-changes" aria-label="What changed">
      <div className="row overview-changes-head">
        <h2>What changed</h2>
        <span className="muted small">against the range before, beyond noise</span>
      </div>
      {changed.map(({ app, type, change }) => (
        <Link
          key={app}
          to="/o/$org/p/$project/explore"
          params={{ org, project }}
          search={{ ...search, app, type: type.name }}
          className="overview-change"
        >
          <b className={(change?.ratio ?? 1) > 1 ? 'more' : 'less'}>{changeText(change?.ratio ?? 1)}</b>
          <span>
            <strong>{app}</strong> <span className="muted">{type.title || type.name}</span>
          </span>
          <span className="muted mono">±{((change?.margin ?? 0) * 100).toFixed(1)} %</span>
        </Link>
      ))}
      {rows === undefined &&
        skeletonWidths(3, 90, 20).map((percent) => (
          <p key={percent} className="overview-change">
            <Skeleton width={52} />
            <Skeleton width={`${String(percent)}%`} />
          </p>
        ))}
      {rows !== undefined && changed.length === 0 && (
        <p className="overview-quiet muted small">
          {isMeasured
            ? 'No app changed beyond its own noise.'
            : 'Too little came in the range before to compare with. Changes show once two whole ranges are there.'}
        </p>
      )}
    </section>
  );
}
