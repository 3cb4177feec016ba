/** What one upload may hold and cost. Every number has a default below; the server's settings override some of them. */
export interface IngestLimits {
  /** Body as sent, under the transport's encoding too; beyond: `body_too_large`. */
  readonly bodyBytes: number;
  /** All inflated content of one upload together; beyond: `inflated_too_large`. */
  readonly inflatedBytes: number;
  /** A profile of Firefox Profiler; larger ones are kept and nothing is derived from them. */
  readonly captureInflatedBytes: number;
  /** Bodies in hand at a time, over all connections; beyond: `overloaded`. */
  readonly bodiesInHandBytes: number;
  /** Bodies up to this size are decoded on the event loop. */
  readonly inlineBodyBytes: number;
  /** What such a body may inflate to before the worker pool takes it over. */
  readonly inlineInflatedBytes: number;
  /** Profiles of one upload by a protocol that gathers them; beyond: `profile_limit`. */
  readonly profilesPerUpload: number;
  /** Nodes of the prefix tree of one pprof; beyond: `profile_limit`. */
  readonly stackNodes: number;
  /** What a profile may have of them before the worker pool takes it over. */
  readonly inlineStackNodes: number;
  /** Uploads that wait for a worker; beyond: `overloaded`. */
  readonly waitingDecodes: number;
  /** A body that nobody needs, polled or refused, is read no further than this. */
  readonly discardedBytes: number;
  /** Parts of a multipart body. */
  readonly parts: number;
  /** Header lines of one part. */
  readonly partHeaders: number;
  /** Header block of one part. */
  readonly partHeaderBytes: number;
  /** Field name or file name of a part. */
  readonly partNameBytes: number;
  /** The event.json part. */
  readonly eventBytes: number;
  /** Names of application, environment and release. */
  readonly nameLength: number;
  /** Label names of one series; beyond: `invalid_labels`. */
  readonly labels: number;
  readonly labelNameLength: number;
  readonly labelValueLength: number;
  /** Body, as sent, of an upload that carries its credential inside or none; beyond: `body_too_large`. */
  readonly strangersBodyBytes: number;
  /** The same inflated; beyond: `inflated_too_large`. */
  readonly strangersInflatedBytes: number;
  /** Such bodies in hand at a time; beyond: `overloaded`. */
  readonly strangersBodiesInHandBytes: number;
  /** One profile of an envelope; beyond: `item_too_large`. */
  readonly profileItemBytes: number;
  /** One transaction or container of spans; beyond: `item_too_large`. */
  readonly spanItemBytes: number;
  /** Spans of one item; the others are counted as dropped. */
  readonly spansPerItem: number;
  /** Spans of one envelope; the others are counted as dropped. */
  readonly spansPerEnvelope: number;
  /** Envelopes up to this size, inflated, are decoded on the event loop. */
  readonly inlineEnvelopeBytes: number;
  /** A client's report of what it discarded itself; larger ones are not read. */
  readonly clientReportBytes: number;
  /**
   * These are the limits of the event loop: what comes upon one of them is begun again on a worker, under larger ones. So a decoder leaves
   * nothing out for one; it throws `profile_limit` or `inflated_too_large`.
   */
  readonly isProvisional?: true;
}

const KiB = 2 ** 10;
const MiB = 2 ** 20;

/** Datadog's agent takes 50 MB by default, so no client of its protocol sends more; real uploads are below 10 MB. */
export const MAX_BODY_BYTES = 50 * MiB;
/** OTLP recommends 64 MiB after decompression; the largest real pprof seen inflates to a tenth of that. */
export const MAX_INFLATED_BYTES = 64 * MiB;
/**
 * What agents write symbols into. Its reader makes no text of it: the file itself and its columns lie outside of the worker's
 * heap of 512 MiB.
 */
export const MAX_CAPTURE_INFLATED_BYTES = 256 * MiB;
/** A thousand uploads of common size (41 kB) three times over; bounds what slow clients can pin in memory. */
export const MAX_BODIES_IN_HAND_BYTES = 128 * MiB;
/** Beyond this an upload takes more than about 10 ms of CPU, which everyone else's request would wait for. */
export const MAX_INLINE_BODY_BYTES = 256 * KiB;
/** Common uploads inflate to 0.1 MB; 1 MiB costs 3 ms to inflate and 4 ms to decode. */
export const MAX_INLINE_INFLATED_BYTES = MiB;
/** Clients send one to four, gateways that gather some dozens. Each is a row and some milliseconds of work. */
export const MAX_PROFILES_PER_UPLOAD = 1_000;
/**
 * Real profiles of 41 000 samples have 50 000. The bytes do not bound them: inlined frames let 9 kB of gzip make 1.6 million,
 * each of which is a row to store.
 */
export const MAX_STACK_NODES = 1_000_000;
/** 100 000 take some 20 ms. */
export const MAX_INLINE_STACK_NODES = 100_000;
/** Each holds at most one body, which the bound of bodies in hand counts as well. */
export const MAX_WAITING_DECODES = 256;
/**
 * Telemetry bodies reach 93 KB, traces a few MB. What is refused by its length is above the limit of bodies and is often sent whole
 * before the answer is read (Python's urllib and http.client do so): cut off any earlier, such a client sees a broken connection and
 * never the 413.
 */
export const MAX_DISCARDED_BYTES = 128 * MiB;
/** The largest known sender (dd-trace-go with every profile type) sends 10; pre-v4 forms repeat `tags[]` per tag. */
export const MAX_PARTS = 256;
/** Real parts have 1 to 3. */
export const MAX_PART_HEADERS = 16;
export const MAX_PART_HEADER_BYTES = 8 * KiB;
/** The limit of a file name on every common file system. */
export const MAX_PART_NAME_BYTES = 255;
/** Real events have 1 to 3 kB; `endpoint_counts` grows with the routes of an application. */
export const MAX_EVENT_BYTES = MiB;
/** Datadog cuts tags at 200 characters. */
export const MAX_NAME_LENGTH = 200;
/** The bound of label names per series that holds for every protocol. */
export const MAX_LABELS = 64;
export const MAX_LABEL_NAME_LENGTH = 200;
/** Kubernetes annotations and git URLs that people put into tags stay below; a series' labels stay below 64 KiB. */
export const MAX_LABEL_VALUE_LENGTH = 1000;

/** Ten times the largest envelope seen. Nobody is known yet when such a body is read, so it gets less than others. */
export const MAX_STRANGERS_BODY_BYTES = 8 * MiB;
/** JSON of samples deflates to a tenth; twice the largest envelope that a minute of a hundred threads makes. */
export const MAX_STRANGERS_INFLATED_BYTES = 16 * MiB;
/** A quarter of what everybody may hold together: strangers who send slowly shut out only each other. */
export const MAX_STRANGERS_BODIES_IN_HAND_BYTES = 32 * MiB;
/** Relay's limit of an item. */
export const MAX_PROFILE_ITEM_BYTES = 50 * MiB;
/** Relay's limit of an item. */
export const MAX_SPAN_ITEM_BYTES = MiB;
/** SDKs cut a transaction here. */
export const MAX_SPANS_PER_ITEM = 1000;
/** SDKs send one transaction or container an envelope; a proxy that gathers some stays below. */
export const MAX_SPANS_PER_ENVELOPE = 10_000;
/** A minute of Node's samples has 380 kB and takes some 5 ms to decode; on a worker thread its way there and back costs half of that again. */
export const MAX_INLINE_ENVELOPE_BYTES = 512 * KiB;
/** Relay's limit of an item. */
export const MAX_CLIENT_REPORT_BYTES = 4 * KiB;

/** A laptop that slept over a holiday ends its window when it wakes; nothing true is longer. Not configurable. */
export const MAX_WINDOW_MS = 31 * 86_400_000;

export const DEFAULT_INGEST_LIMITS: IngestLimits = {
  bodyBytes: MAX_BODY_BYTES,
  inflatedBytes: MAX_INFLATED_BYTES,
  captureInflatedBytes: MAX_CAPTURE_INFLATED_BYTES,
  bodiesInHandBytes: MAX_BODIES_IN_HAND_BYTES,
  inlineBodyBytes: MAX_INLINE_BODY_BYTES,
  inlineInflatedBytes: MAX_INLINE_INFLATED_BYTES,
  profilesPerUpload: MAX_PROFILES_PER_UPLOAD,
  stackNodes: MAX_STACK_NODES,
  inlineStackNodes: MAX_INLINE_STACK_NODES,
  waitingDecodes: MAX_WAITING_DECODES,
  discardedBytes: MAX_DISCARDED_BYTES,
  parts: MAX_PARTS,
  partHeaders: MAX_PART_HEADERS,
  partHeaderBytes: MAX_PART_HEADER_BYTES,
  partNameBytes: MAX_PART_NAME_BYTES,
  eventBytes: MAX_EVENT_BYTES,
  nameLength: MAX_NAME_LENGTH,
  labels: MAX_LABELS,
  labelNameLength: MAX_LABEL_NAME_LENGTH,
  labelValueLength: MAX_LABEL_VALUE_LENGTH,
  strangersBodyBytes: MAX_STRANGERS_BODY_BYTES,
  strangersInflatedBytes: MAX_STRANGERS_INFLATED_BYTES,
  strangersBodiesInHandBytes: MAX_STRANGERS_BODIES_IN_HAND_BYTES,
  profileItemBytes: MAX_PROFILE_ITEM_BYTES,
  spanItemBytes: MAX_SPAN_ITEM_BYTES,
  spansPerItem: MAX_SPANS_PER_ITEM,
  spansPerEnvelope: MAX_SPANS_PER_ENVELOPE,
  inlineEnvelopeBytes: MAX_INLINE_ENVELOPE_BYTES,
  clientReportBytes: MAX_CLIENT_REPORT_BYTES,
};
