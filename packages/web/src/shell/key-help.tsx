import { type ReactNode, useState } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { places } from './places.ts';
import { useKeys } from './use-keys.ts';

/** Key and what it does. */
export type KeyHelpEntry = readonly [string, string];

const everywhere: readonly KeyHelpEntry[] = [
  ['?', 'this list'],
  ...places.map(({ name, key }) => [key.toUpperCase(), name.toLowerCase()] as const),
  ['Shift T', 'theme'],
  ['Alt ← →', 'undo, redo a narrowing'],
];

/** The list of all keys, behind `?`; a place adds its own. */
export function KeyHelp({ own }: { readonly own: readonly KeyHelpEntry[] }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  useKeys({ '?': () => setOpen(true) });
  if (!isOpen) return null;
  return (
    <Dialog title="Keys" onClose={() => setOpen(false)}>
      <ul className="key-list">
        {[...everywhere, ...own].map(([key, action]) => (
          <li key={key}>
            <span>{action}</span>
            <kbd>{key}</kbd>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
