import { useState } from 'react';
import { keep, kept } from './kept-look.ts';

/** A number that this browser keeps: how somebody likes it, not what is asked; that is in the address. */
export function useKeptNumber(name: string, usual: number): readonly [number, (value: number) => void] {
  const [value, setValue] = useState(() => positive(kept(name)) ?? usual);
  return [
    value,
    (next) => {
      setValue(next);
      keep(name, String(next));
    },
  ];
}

function positive(text: string | undefined): number | undefined {
  const value = Number(text ?? Number.NaN);
  return Number.isFinite(value) && value > 0 ? value : undefined;
}
