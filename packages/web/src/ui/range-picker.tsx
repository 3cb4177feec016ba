import { Popover } from 'radix-ui';
import { type FormEvent, type ReactNode, useState } from 'react';
import { spanText } from '../format/time.ts';
import { parseRange, presets, rangeLabel, rangeText, shifted, spanOf, type TimeRange } from '../state/time-range.ts';
import { Button, IconButton } from './button.tsx';
import { Icon } from './icon.tsx';

export interface RangePickerProps {
  readonly range: TimeRange;
  readonly nowMs: number;
  /** Says it shorter; the exact one is in the tooltip. */
  readonly words?: string | undefined;
  readonly onChange: (range: TimeRange) => void;
}

/** The time range: presets, a typed one, one range earlier or later, and a pin that makes a relative one absolute. */
export function RangePicker({ range, nowMs, words, onChange }: RangePickerProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const span = spanOf(range, nowMs);
  const choose = (chosen: TimeRange): void => {
    setOpen(false);
    onChange(chosen);
  };
  const later = shifted(span, 1);
  const isNow = later.kind === 'between' && later.fromMs >= nowMs;
  return (
    <div className="row range-picker">
      <IconButton icon="left" label="Earlier by one range (,)" onClick={() => onChange(shifted(span, -1))} />
      <Popover.Root open={isOpen} onOpenChange={setOpen}>
        <Popover.Trigger asChild>
          <button type="button" className="select" title={spanText(span.fromMs, span.toMs, nowMs)}>
            <Icon name="clock" small />
            <b>{words ?? rangeLabel(range, nowMs)}</b>
            <Icon name="down" small />
          </button>
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content className="popover" align="end" sideOffset={8} collisionPadding={8} aria-label="Time range">
            <TypedRange range={range} onChoose={choose} />
            {presets.map((preset) => {
              const offered = parseRange(preset)!;
              return (
                <button
                  key={preset}
                  type="button"
                  className="option"
                  aria-pressed={rangeText(range) === preset}
                  onClick={() => choose(offered)}
                >
                  {rangeLabel(offered, nowMs)}
                  <span className="option-note">{preset}</span>
                </button>
              );
            })}
            {range.kind === 'last' && (
              <Button look="quiet" icon="pin" onClick={() => choose({ kind: 'between', ...span })}>
                Pin to these moments
              </Button>
            )}
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
      <IconButton icon="right" label="Later by one range (.)" disabled={isNow} onClick={() => onChange(later)} />
    </div>
  );
}

function TypedRange({
  range,
  onChoose,
}: {
  readonly range: TimeRange;
  readonly onChoose: (range: TimeRange) => void;
}): ReactNode {
  const [typed, setTyped] = useState('');
  const parsed = parseRange(typed);
  const isWrong = typed !== '' && parsed === undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (parsed !== undefined) onChoose(parsed);
  };
  return (
    <form onSubmit={submit}>
      <label className={`field${isWrong ? ' field-invalid' : ''}`}>
        <Icon name="clock" small />
        <input
          aria-label="Range, typed"
          aria-invalid={isWrong}
          placeholder={range.kind === 'last' ? '2h, or 2026-11-21T10:00Z..2026-11-21T11:00Z' : rangeText(range)}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
    </form>
  );
}
