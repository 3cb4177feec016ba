import { type ReactNode, useState } from 'react';
import { Button, IconButton } from './button.tsx';
import './form.css';

const COPIED_MS = 2_000;

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
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(secret);
    setCopied(true);
    setTimeout(() => setCopied(false), COPIED_MS);
  };
  return (
    <div className="secret" role="status">
      <p className="row">
        <b>{name}</b>
        <span className="grow">was made just now. This is the only time its secret is shown.</span>
        <IconButton icon="cross" label="Hide the secret" onClick={onClose} />
      </p>
      <p className="row">
        <code className="input mono grow">{secret}</code>
        <Button look="primary" icon="copy" onClick={() => void copy()}>
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
      </p>
    </div>
  );
}
