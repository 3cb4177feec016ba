import { useState } from 'react';

/** A number that this browser keeps: how somebody likes it, not what is asked; that is in the address. */
export function useKeptNumber(name: string, usual: number): readonly [number, (value: number) => void] {
  const key = `hearth-${name}`;
  const [value, setValue] = useState(() => read(key) ?? usual);
  return [
    value,
    (next) => {
      setValue(next);
      try {
        localStorage.setItem(key, String(next));
      } catch {
        // No storage: it lasts as long as the page.
      }
    },
  ];
}

function read(key: string): number | undefined {
  try {
    const kept = Number(localStorage.getItem(key) ?? Number.NaN);
    return Number.isFinite(kept) && kept > 0 ? kept : undefined;
  } catch {
    return undefined;
  }
}
