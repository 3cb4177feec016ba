import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import './split-handle.css';

export interface SplitHandleProps {
  readonly label: string;
  /** Width of what is left of it, in CSS pixels. */
  readonly width: number;
  readonly least: number;
  readonly onChange: (width: number) => void;
  readonly onReset: () => void;
}

/** What stays for the other side. */
const MAX_SHARE = 0.6;
const KEY_STEP_PX = 16;

/** The line between two panes: dragged, or moved with arrow keys; a double click puts it back. */
export function SplitHandle({ label, width, least, onChange, onReset }: SplitHandleProps): ReactNode {
  const most = Math.round(innerWidth * MAX_SHARE);
  const set = (wanted: number): void => onChange(Math.min(most, Math.max(least, Math.round(wanted))));
  const drag = (event: PointerEvent): void => {
    if (event.buttons === 1) set(event.clientX);
  };
  const move = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowLeft') set(width - KEY_STEP_PX);
    else if (event.key === 'ArrowRight') set(width + KEY_STEP_PX);
    else return;
    event.preventDefault();
  };
  return (
    <div
      className="split-handle"
      role="separator"
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDoubleClick={onReset}
      onKeyDown={move}
    />
  );
}
