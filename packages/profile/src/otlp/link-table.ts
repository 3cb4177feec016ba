import type { Spans } from '../pprof/outline.ts';
import { scratch } from '../pprof/scratch.ts';
import type { WireReader } from '../pprof/wire-reader.ts';
import { readId } from './read-id.ts';
import type { TextTable } from './text-table.ts';
import { OTLP_TAG } from './wire.ts';

const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;

/** The spans that samples belong to. Ids become texts when a sample is seen that has them. */
export class LinkTable {
  readonly #reader: WireReader;
  readonly #spans: Spans;
  readonly #texts: TextTable;
  /** StringIndex + 1 of the ids; 0 while they were not asked for. */
  readonly #trace: Int32Array;
  readonly #span: Int32Array;
  #traceKey = 0;
  #spanKey = 0;

  constructor(reader: WireReader, spans: Spans, texts: TextTable) {
    this.#reader = reader;
    this.#spans = spans;
    this.#texts = texts;
    this.#trace = scratch.int32(spans.length);
    this.#span = scratch.int32(spans.length);
  }

  get length(): number {
    return Math.max(1, this.#spans.length);
  }

  /** StringIndex of the label's name. */
  get traceKey(): number {
    this.#traceKey ||= this.#texts.add('trace_id');
    return this.#traceKey;
  }

  get spanKey(): number {
    this.#spanKey ||= this.#texts.add('span_id');
    return this.#spanKey;
  }

  /** StringIndex of a trace's id in hexadecimal digits; 0 when the link has none. */
  traceId(link: number): number {
    this.#read(link);
    return this.#trace[link]! - 1;
  }

  spanId(link: number): number {
    this.#read(link);
    return this.#span[link]! - 1;
  }

  /** Reads a link the first time that it is asked for; the reader goes on where it was. */
  #read(link: number): void {
    if (this.#trace[link] !== 0) return;
    const reader = this.#reader;
    const { pos, end, place, row } = reader;
    reader.enter('link', link, this.#spans.start(link), this.#spans.end(link));
    let trace = '';
    let span = '';
    while (reader.pos < reader.end) {
      const tag = reader.tag();
      if (tag === OTLP_TAG.linkTraceId) trace = readId(reader, TRACE_ID_BYTES);
      else if (tag === OTLP_TAG.linkSpanId) span = readId(reader, SPAN_ID_BYTES);
      else reader.skip(tag);
    }
    this.#trace[link] = this.#texts.add(trace) + 1;
    this.#span[link] = this.#texts.add(span) + 1;
    reader.enter(place, row, pos, end);
  }
}
