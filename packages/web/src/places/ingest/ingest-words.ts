const sourceNames: Readonly<Record<string, string>> = {
  sentry: 'Sentry',
  datadog: 'Datadog, Blackfire',
  pyroscope: 'Pyroscope',
  otlp: 'OpenTelemetry',
  capture: 'Captures',
  file: 'hearth push, curl',
};

/** A source as people call it. */
export const sourceName = (source: string): string => sourceNames[source] ?? source;

/** A reason in words: `Body too large`. */
export function reasonName(reason: string): string {
  const words = reason.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const tooLarge = 'Send shorter profiles, or raise the limit of the server: hearth config --explain names it.';
const tooMany = 'Names are made up by a client, one for each request perhaps: send fewer different ones.';
const damaged = 'Bytes were lost or changed on the way: look at proxies in between, and at the version of the client.';
const foreign = 'Send one of the formats that are read, to the address that the snippets under Connect say.';
const credential = 'Paste the key of this project again, as the snippets under Connect say.';
const clientSide = 'The client itself left it out and said so; its own settings decide that.';
const busy = 'The client tries again by itself. If it stays, the server needs more room.';

const advice: Readonly<Record<string, string>> = {
  body_too_large: tooLarge,
  inflated_too_large: tooLarge,
  item_too_large: tooLarge,
  profile_limit: tooLarge,
  too_many_apps: tooMany,
  too_many_environments: tooMany,
  too_many_releases: tooMany,
  too_many_series: tooMany,
  corrupt_compression: damaged,
  invalid_multipart: damaged,
  invalid_envelope: damaged,
  invalid_profile: damaged,
  invalid_event: damaged,
  invalid_message: damaged,
  unsupported_format: foreign,
  unsupported_encoding: foreign,
  unsupported_protocol: foreign,
  no_profile: foreign,
  empty_body: foreign,
  missing_event: foreign,
  invalid_ingest_key: credential,
  malformed_ingest_key: credential,
  invalid_token: credential,
  token_expired: credential,
  unauthenticated: credential,
  invalid_dsn: credential,
  timestamp_out_of_range: 'Set the clock of the sender, or take a longer retention.',
  sample_rate: clientSide,
  ratelimit_backoff: clientSide,
  queue_overflow: clientSide,
  send_error: clientSide,
  overloaded: busy,
  engine_unavailable: busy,
  shutting_down: busy,
  disk_full: 'Free disk space, or set a disk budget, so that the oldest days go by themselves.',
  sent_again: 'The same bytes came twice; they are kept once. Clients that try again do this.',
  duplicate_id: 'A profile of this id is there already; it is kept once.',
};

/** One sentence that says what to do about uploads that were refused for a reason. */
export const adviceOnReason = (reason: string): string =>
  advice[reason] ?? 'The message says what is wrong with what was sent; the client has to send something else.';
