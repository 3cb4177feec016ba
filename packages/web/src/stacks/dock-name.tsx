import { type FrameInfo, splitName } from '@hearth/flamegraph';
import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { swatchOf } from '../ui/flame/swatch-of.ts';
import { SymbolName } from '../ui/symbol-name.tsx';

export interface DockNameProps {
  readonly info: FrameInfo;
  readonly onSandwich: () => void;
  readonly onClose: () => void;
  /** What else can be done with the function: buttons between the two that are always there. */
  readonly children?: ReactNode;
}

/** The first part of a dock: which function is selected, where it stands, and what to do with it. */
export function DockName({ info, onSandwich, onClose, children }: DockNameProps): ReactNode {
  return (
    <div className="dock-name">
      <h2>Selected</h2>
      <SymbolName parts={splitName(info)} swatch={swatchOf(info)} />
      <p className="dock-where mono tiny muted" title={info.file}>
        {info.file === '' ? 'source unknown' : `${info.file}${info.line > 0 ? `:${String(info.line)}` : ''}`}
      </p>
      <div className="row">
        <Button small onClick={onSandwich}>
          Sandwich
        </Button>
        {children}
        <Button small look="quiet" onClick={onClose}>
          Close
        </Button>
      </div>
    </div>
  );
}
