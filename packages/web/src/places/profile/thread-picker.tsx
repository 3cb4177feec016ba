import { Popover } from 'radix-ui';
import type { ReactNode } from 'react';
import type { ThreadsAnswer } from '../../api/wire.ts';
import { shortCount } from '../../format/number.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { type ShownThreads, threadName } from './use-threads.ts';

/** Which threads are shown. */
export function ThreadPicker({
  answer,
  threads,
  isOpen,
  onOpenChange,
  onChange,
}: {
  readonly answer: ThreadsAnswer;
  readonly threads: ShownThreads;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  /** Undefined: the busiest. */
  readonly onChange: (threads: string | undefined) => void;
}): ReactNode {
  const shown = new Set(threads.shown.map(({ index }) => index));
  const toggle = (index: number): void => {
    const next = new Set(shown);
    if (!next.delete(index)) next.add(index);
    onChange(next.size === 0 ? undefined : [...next].sort((left, right) => left - right).join(','));
  };
  return (
    <Popover.Root open={isOpen} onOpenChange={onOpenChange}>
      <Popover.Trigger asChild>
        <button type="button" className="select">
          <span className="select-note">Threads</span>
          <b>
            {shown.size} of {answer.threads.length}
          </b>
          <Icon name="down" small />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover" align="end" sideOffset={8} collisionPadding={8} aria-label="Threads">
          <div className="options">
            {threads.active.map((index) => {
              const thread = answer.threads[index]!;
              return (
                <label key={index} className="option">
                  <input type="checkbox" checked={shown.has(index)} onChange={() => toggle(index)} />
                  <span className="option-text">{threadName(thread)}</span>
                  <span className="option-note">{shortCount(thread.sampleCount)} samples</span>
                </label>
              );
            })}
          </div>
          <Button look="quiet" onClick={() => onChange(undefined)}>
            The busiest
          </Button>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
