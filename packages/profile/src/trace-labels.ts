import { GrowableInt32 } from './growable-int32.ts';
import { PairTable } from './pair-table.ts';
import type { Profile } from './profile.ts';

/** How a label writes an id: 16 hex digits of a span, a decimal number of one, 32 hex digits of a trace. */
type Writing = 'span' | 'numbered span' | 'trace';

/**
 * Labels by which profilers say for which span, or trace, a sample was taken. Pyroscope's clients call a span `span_id` or
 * `profile_id`, as does what is made of OTLP's links; Datadog says the span and the one that began the request here.
 */
const WRITING_OF_KEY: ReadonlyMap<string, Writing> = new Map([
  ['span_id', 'span'],
  ['profile_id', 'span'],
  ['span id', 'numbered span'],
  ['local root span id', 'numbered span'],
  ['spanId', 'numbered span'],
  ['localRootSpanId', 'numbered span'],
  ['trace_id', 'trace'],
]);

/** Which samples were taken for which spans and traces. */
export interface TraceLabels {
  /** Lower-case hex, each once: 16 digits of a span, 32 of a trace. */
  readonly ids: readonly string[];
  /** A row for each id of each sample, in the order of samples. */
  readonly length: number;
  readonly sample: Uint32Array;
  /** Index in {@link ids}. */
  readonly id: Uint32Array;
}

/** No id, as a string's place in the table of ids. */
const NONE = -1;

/** The ids that samples carry as labels; undefined where none does, which costs a look at each label's key. */
export function traceLabels(profile: Profile): TraceLabels | undefined {
  const writings = writingOfKeys(profile);
  if (writings === undefined) return undefined;
  const { samples, strings } = profile;
  const { labels } = samples;
  const ids = new IdTable();
  /** By writing and string. */
  const idOfText = new Map<string, number>();
  const sample = new GrowableInt32();
  const id = new GrowableInt32();
  for (let at = 0; at < samples.length; at++) {
    const first = sample.length;
    for (let row = labels.first[at]!; row < labels.first[at + 1]!; row++) {
      const writing = writings.get(labels.key[row]!);
      if (writing === undefined) continue;
      let found: number;
      if (labels.isNumber[row] === 1) {
        found = writing === 'trace' ? NONE : ids.span(labels.numberLo[row]!, labels.numberHi[row]!);
      } else {
        const key = `${writing} ${String(labels.text[row]!)}`;
        const known = idOfText.get(key);
        found = known ?? ids.text(writing, strings[labels.text[row]!]!);
        if (known === undefined) idOfText.set(key, found);
      }
      if (found === NONE) continue;
      // The span that began the request is its own.
      let other = first;
      while (other < id.length && id.at(other) !== found) other++;
      if (other < id.length) continue;
      sample.push(at);
      id.push(found);
    }
  }
  if (id.length === 0) return undefined;
  return { ids: ids.texts, length: id.length, sample: sample.toUint32(), id: id.toUint32() };
}

/** By StringIndex; undefined when no key is one of ours. */
function writingOfKeys(profile: Profile): ReadonlyMap<number, Writing> | undefined {
  const { labels } = profile.samples;
  if (labels.key.length === 0) return undefined;
  const { strings } = profile;
  const writings = new Map<number, Writing>();
  let last = -1;
  const seen = new Set<number>();
  for (const key of labels.key) {
    if (key === last || seen.has(key)) continue;
    last = key;
    seen.add(key);
    const writing = WRITING_OF_KEY.get(strings[key]!);
    if (writing !== undefined) writings.set(key, writing);
  }
  return writings.size === 0 ? undefined : writings;
}

const SPAN_HEX = /^[\da-f]{16}$/i;
const TRACE_HEX = /^[\da-f]{32}$/i;
const DECIMAL = /^\d{1,20}$/;
/** Ids of nothing. */
const ZEROS = /^0*$/;

/** Numbers ids in the order in which they come. */
class IdTable {
  readonly texts: string[] = [];
  readonly #spans = new PairTable();
  readonly #traces = new Map<string, number>();

  /** By its halves. */
  span(lo: number, hi: number): number {
    if (lo === 0 && hi === 0) return NONE;
    const next = this.texts.length;
    const index = this.#spans.getOrAdd(lo, hi, next);
    if (index === next) this.texts.push(hex(hi) + hex(lo));
    return index;
  }

  text(writing: Writing, text: string): number {
    if (ZEROS.test(text)) return NONE;
    if (writing === 'trace') return TRACE_HEX.test(text) ? this.#trace(text.toLowerCase()) : NONE;
    if (writing === 'numbered span' && DECIMAL.test(text)) {
      const number = BigInt(text);
      if (number >= 2n ** 64n) return NONE;
      return this.span(Number(number & 0xffff_ffffn), Number(number >> 32n));
    }
    if (!SPAN_HEX.test(text)) return NONE;
    return this.span(Number.parseInt(text.slice(8), 16), Number.parseInt(text.slice(0, 8), 16));
  }

  #trace(text: string): number {
    const known = this.#traces.get(text);
    if (known !== undefined) return known;
    this.#traces.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

const hex = (half: number): string => (half >>> 0).toString(16).padStart(8, '0');
