/** A piece of time in milliseconds since the start of a profile. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/** Reads `from..to` in milliseconds; undefined when it is not that, or ends before it begins. */
export function parsePart(text: string): Part | undefined {
  const [, from, to] = /^(\d{1,10}(?:\.\d{1,3})?)\.\.(\d{1,10}(?:\.\d{1,3})?)$/.exec(text) ?? [];
  const part = { from: Number(from), to: Number(to) };
  return part.to > part.from ? part : undefined;
}

/** The other way round, to the microsecond. */
export const partText = ({ from, to }: Part): string => `${micros(from)}..${micros(to)}`;

const micros = (ms: number): string => String(Math.round(Math.max(0, ms) * 1000) / 1000);
