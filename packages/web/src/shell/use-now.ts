import { useEffect, useState } from 'react';

/** Questions asked within so many milliseconds share their answers. */
const GRAIN_MS = 5_000;

const grained = (): number => Math.floor(Date.now() / GRAIN_MS) * GRAIN_MS;

/** The moment that relative ranges end at. Moves on by itself every so often, or only by the second result. */
export function useNow(everyMs?: number): readonly [number, () => void] {
  const [nowMs, setNow] = useState(grained);
  useEffect(() => {
    if (everyMs === undefined) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') setNow(grained());
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return [nowMs, () => setNow(grained())];
}
