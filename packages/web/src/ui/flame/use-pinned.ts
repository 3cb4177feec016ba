import { useEffect, useState } from 'react';

/** Space belongs to these when they have the focus. */
const ownsSpace = 'input, textarea, select, button, a, summary, [role="menuitem"], [role="tab"], [role="option"]';

/**
 * Whether the tooltip is pinned: Space pins what is shown and lets it go again, as Escape does.
 *
 * @param isShown whether there is a tooltip
 * @returns the state, and how to let go
 */
export function usePinned(isShown: boolean): readonly [boolean, () => void] {
  const [isPinned, setPinned] = useState(false);
  useEffect(() => {
    if (!isShown) {
      setPinned(false);
      return;
    }
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') setPinned(false);
      if (event.key !== ' ' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.matches(ownsSpace)) return;
      event.preventDefault();
      setPinned((was) => !was);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [isShown]);
  return [isPinned, () => setPinned(false)];
}
