import type { ReactNode, RefObject } from 'react';
import { Icon } from '../ui/icon.tsx';
import type { FrameSearch } from './use-frame-search.ts';

export interface FrameSearchFieldProps {
  readonly query: string | undefined;
  readonly found: FrameSearch;
  readonly onChange: (query: string | undefined) => void;
  readonly field: RefObject<HTMLInputElement | null>;
  /** The key that leads into the field, shown at its end. */
  readonly keyShown?: string;
}

/** Takes what frames are searched for. Escape forgets it and leaves the field. */
export function FrameSearchField({ query, found, onChange, field, keyShown }: FrameSearchFieldProps): ReactNode {
  return (
    <label className={`field frame-search${found.fault === undefined ? '' : ' field-invalid'}`}>
      <Icon name="search" small />
      <input
        ref={field}
        aria-label="Search frames, text or /regex/"
        placeholder="Search frames, text or /regex/"
        value={query ?? ''}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value || undefined)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          onChange(undefined);
          event.currentTarget.blur();
        }}
      />
      {keyShown !== undefined && <kbd>{keyShown}</kbd>}
    </label>
  );
}
