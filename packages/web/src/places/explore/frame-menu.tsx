import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';

export interface MenuPoint {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

export interface FrameMenuProps {
  readonly at: MenuPoint | undefined;
  readonly items: readonly (readonly [string, () => void])[];
  readonly onClose: () => void;
}

/** What can be done with a frame, where it was clicked. */
export function FrameMenu({ at, items, onClose }: FrameMenuProps): ReactNode {
  return (
    <DropdownMenu.Root open={at !== undefined} onOpenChange={(isOpen) => !isOpen && onClose()} modal={false}>
      <DropdownMenu.Trigger asChild>
        <button
          type="button"
          tabIndex={-1}
          aria-label="What can be done with the frame"
          className="frame-menu-anchor"
          style={{ left: at?.x ?? 0, top: at?.y ?? 0 }}
        />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="popover"
          align="start"
          sideOffset={2}
          collisionPadding={8}
          aria-label={at?.name}
        >
          {items.map(([text, act]) => (
            <DropdownMenu.Item key={text} className="option" onSelect={act}>
              {text}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
