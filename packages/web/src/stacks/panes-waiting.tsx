import type { ReactNode } from 'react';
import { Skeleton, skeletonWidths } from '../ui/skeleton.tsx';

/** Stands where a table of functions will be. */
export const TableWaiting = (): ReactNode => (
  <div className="split-table">
    <div className="pane-tools" />
    {skeletonWidths(16, 80, 2).map((percent) => (
      <div key={percent} className="functions-waiting">
        <Skeleton width={`${String(percent)}%`} />
      </div>
    ))}
  </div>
);

const ICICLE_PERCENTS = [100, 96, 82, 74, 52, 40, 26, 12];

/** Stands where an icicle will be: rows that narrow down. */
export const IcicleWaiting = ({ rowPx = 19 }: { readonly rowPx?: number }): ReactNode => (
  <div className="icicle-skeleton" aria-busy="true">
    {ICICLE_PERCENTS.map((percent) => (
      <Skeleton key={percent} width={`${String(percent)}%`} height={rowPx} />
    ))}
  </div>
);
