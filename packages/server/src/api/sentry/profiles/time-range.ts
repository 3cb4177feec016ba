import { parseRfc3339Ms } from '@hearth/profile';
import { HearthError } from '../../../errors/hearth-error.ts';

/** What Sentry looks back when it is told nothing. */
const DEFAULT_PERIOD_MS = 90 * 86_400_000;

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/** `2026-11-21`, `2026-11-21T12:00`, with seconds, a fraction, and an offset; without one it is UTC. */
const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** Unix milliseconds with a fraction. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The range that Sentry's query parameters name: `start` and `end` (ISO 8601 or Unix seconds), else the last
 * `statsPeriod` (`24h`, `14d`, `30m`, `60s`, `1w`), else 90 days.
 * @throws HearthError `invalid_request` in Sentry's words
 */
export function parseTimeRange(query: Readonly<Record<string, unknown>>, nowMs: number): TimeRange {
  const start = textOf(query['start']);
  const end = textOf(query['end']);
  const period = textOf(query['statsPeriod']);
  if (period !== undefined) return { fromMs: nowMs - periodMs(period), toMs: nowMs };
  if (start === undefined && end === undefined) return { fromMs: nowMs - DEFAULT_PERIOD_MS, toMs: nowMs };
  if (start === undefined || end === undefined) throw invalid('start and end are both required');
  const range = { fromMs: momentMs(start), toMs: momentMs(end) };
  if (range.fromMs > range.toMs) throw invalid('start must be before end');
  return range;
}

/** Of a parameter that is there twice, the last counts, as in Django. */
export function textOf(value: unknown): string | undefined {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' && last !== '' ? last : undefined;
}

function periodMs(text: string): number {
  const [, count = '', unit = 's'] = /^(\d{1,9})([smhdw]?)$/.exec(text) ?? [];
  const ms = count === '' ? Number.NaN : Number(count) * (UNIT_MS[unit || 's'] ?? Number.NaN);
  if (Number.isNaN(ms)) throw invalid(`Invalid statsPeriod: '${text.slice(0, 100)}'`);
  return ms;
}

/** Fractions are kept beyond the milliseconds that Date holds. */
function momentMs(text: string): number {
  if (/^\d{1,12}(?:\.\d{1,9})?$/.test(text)) return Number(text) * 1000;
  const [, date = '', time = '00:00', seconds = ':00', fraction = '', offset = 'Z'] = ISO.exec(text) ?? [];
  const ms = parseRfc3339Ms(`${date}T${time}${seconds}${offset.replace(/(\d{2})(\d{2})$/, '$1:$2')}`);
  if (ms === undefined) throw invalid(`'${text.slice(0, 100)}' is not a valid ISO8601 date query`);
  return fraction === '' ? ms : ms + Number(`0${fraction}`) * 1000;
}

const invalid = (message: string): HearthError => new HearthError('invalid_request', { message });
