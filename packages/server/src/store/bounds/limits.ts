/** What the uploads of one project may create. Beyond: refused and counted under these names. */
export interface ProjectBounds {
  /** A profile's service; thousands mean that an instance's or a request's name was sent as the service. */
  readonly too_many_apps: number;
  readonly too_many_environments: number;
  /** A release per commit for years. */
  readonly too_many_releases: number;
  /** Label sets, hosts included; each costs a row per profile kind and 16 bytes in memory here. */
  readonly too_many_series: number;
}

export const DEFAULT_PROJECT_BOUNDS: ProjectBounds = {
  too_many_apps: 1_000,
  too_many_environments: 100,
  too_many_releases: 10_000,
  too_many_series: 1_000_000,
};

/** Label names of one series. */
export const MAX_SERIES_LABELS = 64;

/** How far ahead a profile's start may be: clocks of hosts differ by seconds, not by more than this. */
export const MAX_AHEAD_MS = 10 * 60_000;

/** What is kept of a span's texts; longer ones are cut, since they are shown and not searched for. */
export const SPAN_LIMITS = {
  /** Of spans and transactions. Names can be whole SQL statements. */
  nameLength: 1_000,
  /** Operation, status, thread. */
  wordLength: 100,
  /** 64 tags and the few others that an API shows again. */
  attributes: 80,
  attributeKeyLength: 250,
  attributeValueLength: 250,
} as const;

/** Spans of one upload; beyond, the upload is refused. Clients send at most 1 000 a transaction. */
export const MAX_UPLOAD_SPANS = 20_000;

/** Days (UTC) on which what one upload brings may start: each makes a part of its own in each table. */
export const MAX_UPLOAD_DAYS = 4;
