import type { ReactNode } from 'react';
import { Skeleton } from '../../ui/skeleton.tsx';

/** The head of a section and what belongs to its right end. */
export function SectionHead({
  title,
  note,
  children,
}: {
  readonly title: string;
  readonly note: string;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className="settings-head">
      <h1>{title}</h1>
      <span className="muted small grow">{note}</span>
      {children}
    </div>
  );
}

/** Stands where rows will be. */
export const SectionSkeleton = (): ReactNode => (
  <div className="settings-body" aria-hidden="true">
    <Skeleton width="60%" height={12} />
    <Skeleton width="45%" height={12} />
    <Skeleton width="52%" height={12} />
  </div>
);
