import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import './form.css';

/** A secret that was made just now, and is never shown again. */
export function SecretOnce({
  name,
  secret,
  onClose,
}: {
  readonly name: string;
  readonly secret: string;
  readonly onClose: () => void;
}): ReactNode {
  return (
    <div className="secret" role="status">
      <p className="row">
        <b>{name}</b>
        <span className="grow">was made just now. This is the only time its secret is shown.</span>
        <IconButton icon="cross" label="Hide the secret" onClick={onClose} />
      </p>
      <p className="row">
        <code className="input mono grow">{secret}</code>
        <CopyButton look="primary" text={() => secret}>
          Copy
        </CopyButton>
      </p>
    </div>
  );
}
