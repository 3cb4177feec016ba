import type { Envelope, EnvelopeItem } from '@hearth/profile';

const PROFILE_TYPES: ReadonlySet<string> = new Set(['profile', 'profile_chunk']);
const SPAN_TYPES: ReadonlySet<string> = new Set(['transaction', 'span']);

export const isProfileItem = ({ type }: EnvelopeItem): boolean => PROFILE_TYPES.has(type);
export const isSpanItem = ({ type }: EnvelopeItem): boolean => SPAN_TYPES.has(type);

/** What is kept of an envelope, and what not. */
export interface KeptItems {
  readonly envelope: Envelope;
  /** Whether the kept envelope differs from the one that was sent. */
  readonly differs: boolean;
  /** Profiles and chunks beyond the first. */
  readonly furtherProfiles: number;
  /** Items that nobody here reads: errors, sessions, replays, logs, ... They hold personal data that nobody asked us to keep. */
  readonly others: number;
}

/** Keeps the first profile or chunk, transactions and spans, in their order, and of the header all but the DSN. */
export function keepItems(sent: Envelope): KeptItems {
  let profiles = 0;
  let others = 0;
  const items = sent.items.filter((item) => {
    if (isProfileItem(item)) return ++profiles === 1;
    if (isSpanItem(item)) return true;
    others += 1;
    return false;
  });
  const { dsn, ...headers } = sent.headers;
  return {
    envelope: { headers, items },
    differs: items.length < sent.items.length || dsn !== undefined,
    furtherProfiles: Math.max(0, profiles - 1),
    others,
  };
}
