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

const tooLarge = 'Send shorter profiles, or raise the limit of the server: hearth config --explain names it.';
const tooMany = 'Names are made up by a client, one for each request perhaps: send fewer different ones.';
const damaged = 'Bytes were lost or changed on the way: look at proxies in between, and at the version of the client.';
const foreign = 'Send one of the formats that are read, to the address that the snippets under Connect say.';
const credential = 'Paste the key of this project again, as the snippets under Connect say.';
const clientSide = 'The client itself left it out and said so; its own settings decide that.';
const clientBusy =
  'The client could not send fast enough, or could not reach this server, and gave up; it said so later.';
const busy = 'The client tries again by itself. If it stays, the server needs more room.';
const part = 'The rest of the upload was kept. The message says which part was left out.';
const wrong = 'The message says what is wrong with what was sent; the client has to send something else.';

/** Short enough for the head of a column, and what to do about it. */
type Words = readonly [name: string, advice: string];

/** Of every reason that the server counts; a test walks them. */
const words: Readonly<Record<string, Words>> = {
  body_too_large: ['Too large', tooLarge],
  inflated_too_large: ['Inflates too far', tooLarge],
  item_too_large: ['Item too large', tooLarge],
  profile_limit: ['Beyond a limit', tooLarge],
  too_many_apps: ['Too many apps', tooMany],
  too_many_environments: ['Too many environments', tooMany],
  too_many_releases: ['Too many releases', tooMany],
  too_many_series: ['Too many series', tooMany],
  invalid_labels: ['Bad labels', 'Shorten or rename the labels that the message names, where the client sets them.'],
  malformed_tag: ['Bad tag', part],
  sample_labels: ['Too many labels', 'Samples were kept, some of their labels were not: set fewer different ones.'],
  corrupt_compression: ['Damaged', damaged],
  invalid_multipart: ['Bad multipart', damaged],
  invalid_envelope: ['Bad envelope', damaged],
  invalid_profile: ['Not readable', damaged],
  invalid_event: ['Bad event', damaged],
  invalid_message: ['Bad message', damaged],
  missing_event: ['No event', foreign],
  missing_attachment: ['Part missing', damaged],
  profiling_failed_serialization: ['Not readable', damaged],
  derive_failed: [
    'Not read',
    'Its bytes are kept: it stands under "Stored, but not read", to be tried again after an update.',
  ],
  value_out_of_range: ['Value too large', wrong],
  unsupported_format: ['Unknown format', foreign],
  unsupported_encoding: ['Unknown encoding', foreign],
  unsupported_protocol: ['Unknown protocol', foreign],
  no_profile: ['No profile in it', foreign],
  empty_body: ['Empty', foreign],
  nothing_to_keep: ['Nothing to keep', 'The upload held none of what profiles are made of; it was answered as taken.'],
  item_not_kept: [
    'Other items',
    'Errors, sessions and the like are answered as taken and not kept: this server keeps profiles.',
  ],
  profiler_own_threads: ['Profiler itself', 'Threads of the profiler itself are left out.'],
  profiling_too_many_profiles: ['Too many profiles', part],
  invalid_ingest_key: ['Bad key', credential],
  malformed_ingest_key: ['Bad key', credential],
  invalid_token: ['Bad token', credential],
  token_expired: ['Token expired', credential],
  unauthenticated: ['No key', credential],
  forbidden: ['Not allowed', 'The key or token may not send here: give the client an ingest key of this project.'],
  multiple_credentials: ['Two keys', 'The request carries more than one key: leave only that of this project.'],
  invalid_dsn: ['Bad DSN', credential],
  invalid_project_number: ['Bad address', credential],
  project_not_found: ['No such project', credential],
  timestamp_out_of_range: ['Wrong time', 'Set the clock of the sender, or take a longer retention.'],
  span_out_of_range: [
    'Span at a wrong time',
    'The span lies outside what is kept; the profile itself was taken. Set the clock of the sender, or take a longer retention.',
  ],
  overloaded: ['Busy', busy],
  engine_unavailable: ['Starting', busy],
  shutting_down: ['Stopping', busy],
  invalid_request: ['Bad request', wrong],
  not_decoded: ['Not read yet', 'It is kept, and read once this server has a decoder for it.'],
  internal: ['Fault of the server', 'This is a fault of Hearth: its log says more.'],
  disk_full: ['Disk full', 'Free disk space, or set a disk budget, so that the oldest days go by themselves.'],
  sent_again: ['Sent again', 'The same bytes came twice; they are kept once. Clients that try again do this.'],
  duplicate_id: ['Known id', 'A profile of this id is there already; it is kept once.'],
  conflict: [
    'Other bytes',
    'Something else came under this id before, and stays: ids must be made anew for each upload.',
  ],
  client_backpressure: ['Client busy', clientBusy],
  client_before_send: ['Client filtered it', clientSide],
  client_buffer_overflow: ['Client buffer full', clientBusy],
  client_cache_overflow: ['Client cache full', clientBusy],
  client_event_processor: ['Client filtered it', clientSide],
  client_ignored: ['Client ignored it', clientSide],
  client_insufficient_data: ['Too short', 'The client dropped a profile with too few samples in it.'],
  client_internal_sdk_error: ['Client failed', 'A fault of the client: take a newer version of it.'],
  client_invalid: ['Client refused it', clientSide],
  client_network_error: ['Network', clientBusy],
  client_no_parent_span: ['No parent span', clientSide],
  client_queue_overflow: ['Client queue full', clientBusy],
  client_ratelimit_backoff: ['Client held back', clientBusy],
  client_send_error: ['Not delivered', clientBusy],
  client_too_big: ['Too large to send', tooLarge],
  client_other: ['Client dropped it', clientSide],
};

/** A reason in few words: `Too large`. */
export function reasonName(reason: string): string {
  const known = words[reason];
  if (known !== undefined) return known[0];
  const plain = reason.replaceAll('_', ' ');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** One sentence that says what to do about uploads that were refused for a reason. */
export const adviceOnReason = (reason: string): string => words[reason]?.[1] ?? wrong;

/** Reasons that have words of their own. */
export const knownReasons: ReadonlySet<string> = new Set(Object.keys(words));
