import { useEffect, useState } from 'react';

/**
 * True after a while, and for good: what is asked then does not keep the server from what is waited for.
 *
 * @param isDue true makes it true at once
 */
export function useLater(ms: number, isDue = false): boolean {
  const [isLater, setLater] = useState(isDue);
  useEffect(() => {
    if (isLater) return;
    const timer = setTimeout(() => setLater(true), isDue ? 0 : ms);
    return () => clearTimeout(timer);
  }, [ms, isDue, isLater]);
  return isLater;
}
