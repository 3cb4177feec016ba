import { useEffect, useState } from 'react';
import { sharedNow } from '../state/now.ts';

/** The moment that relative ranges end at. Moves on by itself every so often, or only by the second result. */
export function useNow(everyMs?: number): readonly [number, () => void] {
  const [nowMs, setNow] = useState(sharedNow);
  useEffect(() => {
    if (everyMs === undefined) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') setNow(sharedNow());
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return [nowMs, () => setNow(sharedNow())];
}
