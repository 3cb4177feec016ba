import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import { type Option, OptionPicker } from './option-picker.tsx';

export interface FilterChipProps {
  readonly name: string;
  /** Undefined: any. */
  readonly value: string | undefined;
  /** Undefined while counts are not known: the chip works without them. */
  readonly options: readonly Option[] | undefined;
  readonly onChange: (value: string | undefined) => void;
}

/** A filter: `host any 6`, or what it is set to with a cross that takes it away. */
export function FilterChip({ name, value, options, onChange }: FilterChipProps): ReactNode {
  const note = options?.find((option) => option.value === value)?.note;
  const picker = (
    <OptionPicker label={name} options={options ?? []} value={value} onPick={onChange}>
      <button type="button" className="chip" title={value === undefined ? undefined : `${name} ${value}`}>
        {name} <b>{value ?? 'any'}</b>
        <span className="chip-count">{value === undefined ? options?.length : note}</span>
      </button>
    </OptionPicker>
  );
  if (value === undefined) return picker;
  return (
    <span className="chip-group">
      {picker}
      <button
        type="button"
        className="chip chip-clear"
        aria-label={`Remove the filter ${name} ${value}`}
        onClick={() => onChange(undefined)}
      >
        <Icon name="cross" small />
      </button>
    </span>
  );
}
