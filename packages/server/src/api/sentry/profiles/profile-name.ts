/** What may stand in an address for a profile: Sentry's two forms, and a span's id (16 hex digits). A path pattern. */
export const PROFILE_NAME = String.raw`(^(?:\d+|[A-Fa-f0-9-]{32,36}|[A-Fa-f0-9]{16})$)`;

/** Ids of sessions and chunks, as Sentry routes them. A path pattern. */
export const LONG_ID = '(^[A-Fa-f0-9-]{32,36}$)';

const HEX_32 = /^[0-9a-f]{32}$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const HEX_16 = /^[0-9a-f]{16}$/;
const DIGITS = /^\d+$/;

/**
 * How an address names a profile. 16 digits may be a number or a span's id; such a name has both.
 */
export interface ProfileName {
  /** 32 lower-case hex digits: of a profile, a chunk or a transaction. */
  readonly hex?: string;
  /** NaN for more than a number holds exactly: nothing has such a number. */
  readonly number?: number;
  /** 16 lower-case hex digits. */
  readonly spanId?: string;
}

/** 32 lower-case hex digits of an id with or without a UUID's dashes; undefined for anything else. */
export function longId(text: string): string | undefined {
  const lower = text.toLowerCase();
  if (HEX_32.test(lower)) return lower;
  return UUID.test(lower) ? lower.replaceAll('-', '') : undefined;
}

/** Undefined for what the router lets through and yet is no id, such as dashes in odd places. */
export function parseProfileName(text: string): ProfileName | undefined {
  const hex = longId(text);
  if (hex !== undefined) return { hex };
  const lower = text.toLowerCase();
  const number = Number(text);
  const named = {
    ...(DIGITS.test(text) ? { number: Number.isSafeInteger(number) ? number : Number.NaN } : {}),
    ...(HEX_16.test(lower) ? { spanId: lower } : {}),
  };
  return Object.keys(named).length === 0 ? undefined : named;
}
