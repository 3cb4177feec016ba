import { Spans } from '../pprof/outline.ts';
import type { WireReader } from '../pprof/wire-reader.ts';
import type { ProfileFormatErrorCode } from '../profile-format-error.ts';
import type { OtlpLimits } from './limits.ts';
import { OTLP_TAG } from './wire.ts';

/** A guess at the size of an entry, for the first allocation. */
const USUAL_ENTRY_BYTES = 64;
const MAX_INITIAL_SPANS = 4096;

/** Where everything of a request lies. */
export interface OtlpOutline {
  readonly resources: Spans;
  readonly mappings: Spans;
  readonly locations: Spans;
  readonly functions: Spans;
  readonly links: Spans;
  readonly strings: Spans;
  readonly attributes: Spans;
  readonly stacks: Spans;
}

/**
 * The first pass over a request: the dictionary may come before or after the profiles that refer to it, and in several pieces, which
 * make one. Cost and memory grow with the bytes that are there, never with what they claim.
 */
export function outlineOtlp(reader: WireReader, limits: OtlpLimits): OtlpOutline {
  const dictionaries = new Spans();
  const resources = new Spans();
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    if (tag === OTLP_TAG.requestResource) add(reader, resources, limits.profiles, 'too_many_profiles', 'resources');
    else if (tag === OTLP_TAG.requestDictionary)
      add(reader, dictionaries, limits.profiles, 'not_otlp', 'pieces of a dictionary');
    else reader.skip(tag);
  }
  const usual = Math.min(dictionaries.bytes / USUAL_ENTRY_BYTES, MAX_INITIAL_SPANS);
  const outline = {
    resources,
    mappings: new Spans(),
    locations: new Spans(usual),
    functions: new Spans(usual),
    links: new Spans(),
    strings: new Spans(usual),
    attributes: new Spans(),
    stacks: new Spans(usual),
  };
  for (let row = 0; row < dictionaries.length; row++) {
    reader.enter('dictionary', -1, dictionaries.start(row), dictionaries.end(row));
    outlineDictionary(reader, outline, limits);
  }
  return outline;
}

function outlineDictionary(reader: WireReader, outline: OtlpOutline, limits: OtlpLimits): void {
  const { stacks, locations, functions, strings, attributes, mappings, links } = outline;
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    if (tag === OTLP_TAG.dictionaryStack) add(reader, stacks, limits.stackEntries, 'too_many_stacks', 'stacks');
    else if (tag === OTLP_TAG.dictionaryLocation)
      add(reader, locations, limits.locations, 'too_many_locations', 'locations');
    else if (tag === OTLP_TAG.dictionaryFunction)
      add(reader, functions, limits.functions, 'too_many_functions', 'functions');
    else if (tag === OTLP_TAG.dictionaryString) add(reader, strings, limits.strings, 'too_many_strings', 'strings');
    else if (tag === OTLP_TAG.dictionaryAttribute)
      add(reader, attributes, limits.attributes, 'too_many_labels', 'attributes');
    else if (tag === OTLP_TAG.dictionaryMapping)
      add(reader, mappings, limits.mappings, 'too_many_mappings', 'mappings');
    else if (tag === OTLP_TAG.dictionaryLink) add(reader, links, limits.links, 'too_many_links', 'links');
    else reader.skip(tag);
  }
}

/** Takes a length-delimited field into `spans`. */
export function add(reader: WireReader, spans: Spans, limit: number, code: ProfileFormatErrorCode, what: string): void {
  const end = reader.length();
  if (spans.length >= limit) reader.fail(code, `more than ${limit} ${what}`);
  spans.push(reader.pos, end);
  reader.pos = end;
}
