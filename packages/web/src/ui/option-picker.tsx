import { Popover } from 'radix-ui';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { Icon } from './icon.tsx';
import './controls.css';

export interface Option {
  readonly value: string;
  readonly text?: ReactNode;
  /** At the right end: a count. */
  readonly note?: ReactNode;
}

export interface OptionPickerProps {
  /** What is chosen, e.g. `App`; spoken, and the placeholder of the search. */
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: string | undefined;
  readonly onPick: (value: string) => void;
  /** The button that opens it. */
  readonly children: ReactNode;
}

/** A short list is read faster than it is searched. */
const SEARCHED_FROM = 8;

/** A button that opens a list of options, with a search when there are many. Arrows move, Enter picks, Escape closes. */
export function OptionPicker({ label, options, value, onPick, children }: OptionPickerProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const pick = (picked: string): void => {
    setOpen(false);
    onPick(picked);
  };
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger asChild>{children}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover" align="start" sideOffset={8} collisionPadding={8} aria-label={label}>
          <OptionList label={label} options={options} value={value} onPick={pick} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** The list itself, for a popover of one's own. */
export function OptionList({ label, options, value, onPick }: Omit<OptionPickerProps, 'children'>): ReactNode {
  const id = useId();
  const [query, setQuery] = useState('');
  const [marked, setMarked] = useState(() =>
    Math.max(
      0,
      options.findIndex((option) => option.value === value),
    ),
  );
  const shown = options.filter((option) => option.value.toLowerCase().includes(query.toLowerCase()));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setMarked(Math.min(shown.length - 1, marked + 1));
    else if (event.key === 'ArrowUp') setMarked(Math.max(0, marked - 1));
    else if (event.key === 'Enter' && shown[marked] !== undefined) onPick(shown[marked].value);
    else return;
    event.preventDefault();
  };
  const isSearched = options.length >= SEARCHED_FROM;
  return (
    <>
      <label className={isSearched ? 'field' : 'visually-hidden'}>
        <Icon name="search" small />
        <input
          role="combobox"
          onKeyDown={onKeyDown}
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={shown[marked] === undefined ? undefined : `${id}-${String(marked)}`}
          aria-label={`Search ${label}`}
          placeholder={`Search ${label.toLowerCase()}`}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setMarked(0);
          }}
        />
      </label>
      <div className="options" id={id} role="listbox" aria-label={label} tabIndex={-1}>
        {shown.map((option, index) => (
          <button
            key={option.value}
            id={`${id}-${String(index)}`}
            type="button"
            className="option"
            role="option"
            tabIndex={-1}
            aria-selected={option.value === value}
            {...(index === marked ? { 'data-highlighted': true } : {})}
            ref={index === marked ? scrollIntoView : undefined}
            onClick={() => onPick(option.value)}
          >
            <span className="option-text" title={option.value}>
              {option.text ?? option.value}
            </span>
            {option.note !== undefined && <span className="option-note">{option.note}</span>}
          </button>
        ))}
        {shown.length === 0 && <p className="option muted">nothing for {query}</p>}
      </div>
    </>
  );
}

const scrollIntoView = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'nearest' });
