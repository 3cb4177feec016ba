import type { ReactNode } from 'react';

export interface ViewTab<View extends string> {
  readonly view: View;
  readonly text: string;
  /** How many there are to see, beside the name. */
  readonly count?: string | undefined;
  /** Why it cannot be opened. */
  readonly fault?: string | undefined;
}

/** The views of one place, one of which is open. */
export const ViewTabs = <View extends string>({
  tabs,
  open,
  onOpen,
}: {
  readonly tabs: readonly ViewTab<View>[];
  readonly open: View;
  readonly onOpen: (view: View) => void;
}): ReactNode => (
  <div className="tabs" role="tablist" aria-label="Views">
    {tabs.map(({ view, text, count, fault }) => (
      <button
        key={view}
        type="button"
        role="tab"
        className="tab"
        aria-selected={view === open}
        disabled={fault !== undefined}
        title={fault}
        onClick={() => onOpen(view)}
      >
        {text}
        {count !== undefined && <span className="tab-count">{count}</span>}
      </button>
    ))}
  </div>
);
