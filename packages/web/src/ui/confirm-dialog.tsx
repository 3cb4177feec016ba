import { type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ProblemLine } from './problem-line.tsx';
import './form.css';

export interface ConfirmDialogProps {
  /** The question, e.g. `Revoke ci-gate?` */
  readonly title: string;
  /** What must be typed before it can be done. */
  readonly name: string;
  /** The deed: `Revoke`. */
  readonly action: string;
  /** What it does, and that it cannot be undone. */
  readonly children: ReactNode;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks for the name of what is destroyed before it is. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const { title, name, action, children, isPending, error, onConfirm, onClose } = props;
  const [typed, setTyped] = useState('');
  const isTyped = typed.trim() === name;
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isTyped && !isPending) onConfirm();
        }}
      >
        <div className="muted">{children}</div>
        <label className="form-field">
          <span>
            Type <b className="mono">{name}</b> to go on
          </span>
          <input
            className="input mono"
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
        <ProblemLine error={error} />
        <div className="form-actions">
          <Button onClick={onClose}>Keep it</Button>
          <Button type="submit" className="button-danger" disabled={!isTyped || isPending}>
            {isPending ? 'Working…' : action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
