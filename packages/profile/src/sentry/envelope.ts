import type { JsonObject } from './json-value.ts';

/** One item: its payload is a view into the envelope's bytes. */
export interface EnvelopeItem {
  readonly type: string;
  /** As sent, `type` and `length` included. */
  readonly headers: JsonObject;
  readonly payload: Uint8Array;
}

/** What Sentry's SDKs send: a header, then items in any order. */
export interface Envelope {
  readonly headers: JsonObject;
  readonly items: readonly EnvelopeItem[];
}
