import { durationText, spanText } from '../format/time.ts';

/** A range as it stands in an address: relative ones stay relative until they are pinned. */
export type TimeRange =
  | { readonly kind: 'last'; readonly ms: number }
  | { readonly kind: 'between'; readonly fromMs: number; readonly toMs: number };

/** A range at a moment. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

const unitsMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Ranges that are offered. */
export const presets: readonly string[] = ['15m', '1h', '6h', '24h', '7d', '30d'];

/** Milliseconds of `6h`, `15m`, `7d`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, digits, unit] = /^(\d{1,6})\s?([smhdw])$/.exec(text.trim()) ?? [];
  const ms = unit === undefined ? undefined : unitsMs[unit];
  return ms === undefined ? undefined : Number(digits) * ms;
}

/**
 * Reads what stands in an address or was typed: `6h`, or two moments as `from..to`, each Unix seconds or RFC 3339.
 * Undefined when it is neither, or ends before it begins.
 */
export function parseRange(text: string): TimeRange | undefined {
  const ms = parseDuration(text);
  if (ms !== undefined && ms > 0) return { kind: 'last', ms };
  const [from = '', to = '', ...more] = text.split('..');
  const [fromMs, toMs] = [momentOf(from), momentOf(to)];
  if (fromMs === undefined || toMs === undefined || more.length > 0 || fromMs >= toMs) return undefined;
  return { kind: 'between', fromMs, toMs };
}

function momentOf(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^\d{1,11}$/.test(trimmed)) return Number(trimmed) * 1000;
  const ms = Date.parse(trimmed);
  return Number.isNaN(ms) ? undefined : ms;
}

/** The other way round. */
export function rangeText(range: TimeRange): string {
  if (range.kind === 'between') return `${seconds(range.fromMs)}..${seconds(range.toMs)}`;
  const [unit, size] = Object.entries(unitsMs)
    .reverse()
    .find(([name, ms]) => range.ms % ms === 0 && (name !== 'w' || range.ms > 4 * ms)) ?? ['s', 1_000];
  return `${Math.round(range.ms / size)}${unit}`;
}

const seconds = (ms: number): string => String(Math.round(ms / 1000));

/** The range at a moment; `nowMs` is the end of relative ones. */
export const spanOf = (range: TimeRange, nowMs: number): Span =>
  range.kind === 'last' ? { fromMs: nowMs - range.ms, toMs: nowMs } : { fromMs: range.fromMs, toMs: range.toMs };

/** `Last 6 hours`, or the two moments. */
export function rangeLabel(range: TimeRange, nowMs: number): string {
  if (range.kind === 'between') return spanText(range.fromMs, range.toMs, nowMs);
  return `Last ${durationText(range.ms)
    .replace(/ h$/, ' hours')
    .replace(/ min$/, ' minutes')
    .replace(/^1 hours$/, 'hour')}`;
}

/** The range before or after, of the same length; always absolute. */
export function shifted(span: Span, ranges: 1 | -1): TimeRange {
  const length = span.toMs - span.fromMs;
  return { kind: 'between', fromMs: span.fromMs + ranges * length, toMs: span.toMs + ranges * length };
}

/** As the API takes it. */
export const wireRange = ({ fromMs, toMs }: Span): { readonly from: string; readonly to: string } => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});
