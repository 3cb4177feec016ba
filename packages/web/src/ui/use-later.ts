import { useEffect, useState } from 'react';

/**
 * True after a while, and for good: what is asked then does not keep the server from what is waited for, nor the page from drawing it.
 *
 * @param isDue what was waited for is there: true once it was painted
 */
export function useLater(ms: number, isDue = false): boolean {
  const [isLater, setLater] = useState(isDue);
  useAfterPaint(setLater, ms, isDue);
  return isLater;
}

/** Calls with `true` once what was waited for is there and painted, or after a while; perhaps twice, and again when it was away. */
export function useAfterPaint(call: (isTime: true) => void, ms: number, isDue: boolean): void {
  useEffect(() => {
    let timer = setTimeout(call, ms, true);
    // Nothing is painted in a window that nobody sees: there the while has to pass.
    const frame = isDue
      ? requestAnimationFrame(() => {
          clearTimeout(timer);
          timer = setTimeout(call, 0, true);
        })
      : undefined;
    return () => {
      clearTimeout(timer);
      if (frame !== undefined) cancelAnimationFrame(frame);
    };
  }, [call, ms, isDue]);
}
