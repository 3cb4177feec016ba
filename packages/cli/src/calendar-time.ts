import { parseRfc3339Ms } from '@hearth/profile';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const WITHOUT_ZONE = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(:\d{2})?$/;

/**
 * A day (its midnight, UTC), an RFC 3339 time, or one without a zone, which is that of this machine. Unix milliseconds; undefined for
 * anything else, and for days that no calendar has.
 */
export function calendarTimeMs(text: string): number | undefined {
  if (DAY.test(text)) return parseRfc3339Ms(`${text}T00:00:00Z`);
  const [, day, time, seconds = ':00'] = WITHOUT_ZONE.exec(text) ?? [];
  if (day === undefined) return parseRfc3339Ms(text);
  const local = `${day}T${time}${seconds}`;
  return parseRfc3339Ms(`${local}Z`) === undefined ? undefined : Date.parse(local);
}
