import { useEffect, useRef } from 'react';

/** By key as `KeyboardEvent.key` says it, in lower case; `shift+` before it where shift matters for a letter, `g o` for one after another. */
export type KeyActions = Readonly<Record<string, (() => void) | undefined>>;

/** How long the second key of a pair is waited for. */
const PAIR_MS = 1_000;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Keys that work anywhere on the page while the component is there, but not in a text field and not with Ctrl, Alt or Cmd. */
export function useKeys(actions: KeyActions): void {
  const current = useRef(actions);
  useEffect(() => {
    current.current = actions;
  });
  useEffect(() => {
    let first = '';
    let firstAt = 0;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
      const key = event.key.toLowerCase();
      const isLetter = /^[a-z]$/.test(key);
      const name = isLetter && event.shiftKey ? `shift+${key}` : key;
      const pair = event.timeStamp - firstAt < PAIR_MS ? current.current[`${first} ${name}`] : undefined;
      first = name;
      firstAt = event.timeStamp;
      const action = pair ?? current.current[name];
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
