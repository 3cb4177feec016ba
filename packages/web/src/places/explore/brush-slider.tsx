import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { spanText } from '../../format/time.ts';
import { useKeys } from '../../shell/use-keys.ts';
import { firstBrush, movedBrush } from '../../state/move-brush.ts';
import type { Span } from '../../state/time-range.ts';

export interface BrushSliderProps {
  readonly span: Span;
  readonly brush: Span | undefined;
  readonly stepMs: number;
  /** While keys are pressed: what is drawn. */
  readonly onDraft: (brush: Span | undefined) => void;
  readonly onBrush: (brush: Span | undefined) => void;
}

/** Nothing is asked before the keys have rested that long. */
const REST_MS = 300;

/** The brush for the keyboard: B goes there, arrows move it, Shift and arrows resize it, Escape takes it away. */
export function BrushSlider({ span, brush, stepMs, onDraft, onBrush }: BrushSliderProps): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  const [draft, setDraft] = useState<Span>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const shown = draft ?? brush;
  const settle = (next: Span): void => {
    setDraft(next);
    onDraft(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setDraft(undefined);
      onDraft(undefined);
      onBrush(next);
    }, REST_MS);
  };
  useKeys({
    b: () => {
      element.current?.focus();
      if (shown === undefined) settle(firstBrush(span, stepMs));
    },
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1 }[event.key];
    if (event.key === 'Escape') {
      clearTimeout(timer.current);
      setDraft(undefined);
      onDraft(undefined);
      onBrush(undefined);
      event.currentTarget instanceof HTMLElement && event.currentTarget.blur();
    } else if (steps !== undefined) {
      settle(movedBrush(shown ?? firstBrush(span, stepMs), span, stepMs, steps, event.shiftKey));
    } else return;
    event.preventDefault();
  };
  const slots = Math.max(1, Math.round((span.toMs - span.fromMs) / stepMs));
  return (
    <div
      ref={element}
      className="brush-slider"
      role="slider"
      tabIndex={0}
      aria-label="Part of the range that is looked at. Arrows move it, with Shift they resize it, Escape takes the whole range."
      aria-valuemin={0}
      aria-valuemax={slots}
      aria-valuenow={shown === undefined ? 0 : Math.round((shown.fromMs - span.fromMs) / stepMs)}
      aria-valuetext={shown === undefined ? 'the whole range' : spanText(shown.fromMs, shown.toMs)}
      onKeyDown={onKeyDown}
    />
  );
}
