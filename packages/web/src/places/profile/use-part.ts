import { useEffect, useRef, useState } from 'react';
import { type Part, parsePart, partText } from './part-text.ts';

/** The address follows a movement when it rests. */
const REST_MS = 200;

export interface MovedPart {
  readonly part: Part;
  /** Shows another piece at once; the address follows. */
  readonly show: (part: Part) => void;
  /** About the middle; above 1 shows less, larger. */
  readonly zoom: (factor: number) => void;
  /** By a share of what is seen. */
  readonly pan: (share: number) => void;
  readonly reset: () => void;
}

const MIN_PART_MS = 0.01;

/** The piece of time that all threads show: out of the address, and moved without waiting for it. */
export function usePart(
  text: string | undefined,
  extentMs: number,
  onRest: (text: string | undefined) => void,
): MovedPart {
  const whole: Part = { from: 0, to: extentMs };
  const [moved, setMoved] = useState<{ readonly part: Part; readonly since: string | undefined }>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const handler = useRef(onRest);
  useEffect(() => {
    handler.current = onRest;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const asked = clamped((text === undefined ? undefined : parsePart(text)) ?? whole, extentMs);
  // As soon as the address says something else, it counts: back and forward move the picture, too.
  const part = moved !== undefined && moved.since === text ? moved.part : asked;
  const show = (wanted: Part): void => {
    const next = clamped(wanted, extentMs);
    setMoved({ part: next, since: text });
    clearTimeout(timer.current);
    const isWhole = next.from <= 0 && next.to >= extentMs;
    timer.current = setTimeout(() => handler.current(isWhole ? undefined : partText(next)), REST_MS);
  };
  const length = part.to - part.from;
  const middle = (part.from + part.to) / 2;
  return {
    part,
    show,
    zoom: (factor) => show({ from: middle - length / factor / 2, to: middle + length / factor / 2 }),
    pan: (share) => show({ from: part.from + length * share, to: part.to + length * share }),
    reset: () => show(whole),
  };
}

function clamped({ from, to }: Part, extentMs: number): Part {
  const length = Math.min(extentMs, Math.max(MIN_PART_MS, to - from));
  const begin = Math.min(Math.max(0, from), extentMs - length);
  return { from: begin, to: begin + length };
}
