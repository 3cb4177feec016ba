import { type ReactNode, useEffect, useState } from 'react';
import { Button, type ButtonProps } from './button.tsx';
import { copyText } from './copy-text.ts';

export interface CopyButtonProps extends Pick<ButtonProps, 'look' | 'small' | 'icon' | 'disabled'> {
  /** What is copied, as it is when the button is pressed. */
  readonly text: () => string;
  readonly children: ReactNode;
}

const COPIED_MS = 2_000;

/** Copies a text, and says for a moment that it did. */
export function CopyButton({ text, children, icon = 'copy', ...rest }: CopyButtonProps): ReactNode {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <Button icon={icon} onClick={() => void copyText(text()).then(() => setCopied(true))} {...rest}>
      {isCopied ? 'Copied' : children}
    </Button>
  );
}
