import { Spans } from '../pprof/outline.ts';
import { scratch } from '../pprof/scratch.ts';
import { WireReader } from '../pprof/wire-reader.ts';
import { ProfileFormatError, type ProfileFormatErrorCode } from '../profile-format-error.ts';
import { type Dictionary, decodeDictionary } from './dictionary.ts';
import { type KeyValueContext, readKeyValue } from './key-values.ts';
import { DEFAULT_OTLP_LIMITS, type OtlpLimits } from './limits.ts';
import type { OtlpProfile, OtlpScope, OtlpUpload, RefusedOtlpProfile } from './otlp-upload.ts';
import { add, outlineOtlp } from './outline.ts';
import { OwnTables, type SharedTables } from './own-tables.ts';
import { ProfileReader, type ReadProfile } from './profile-reader.ts';
import { OTLP_TAG } from './wire.ts';

/** The bytes themselves are damaged, so that nothing behind them can be trusted. */
const DAMAGED: ReadonlySet<ProfileFormatErrorCode> = new Set([
  'truncated',
  'bad_varint',
  'bad_wire_type',
  'invalid_utf8',
]);

/**
 * Decodes a request of OTLP profiles (`ExportProfilesServiceRequest`, or `ProfilesData`, which is the same on the wire) from its raw,
 * already inflated bytes. No bytes at all are a request without profiles.
 *
 * Fields may come in any order: a first pass finds where everything lies, then the dictionary is decoded in the order of its references, then
 * profile by profile. A profile that cannot be read is refused alone; damaged bytes and a dictionary that cannot be read refuse the request.
 * Types carry their canonical names, values are exact within ±2^53. Work and memory are bounded by the number of bytes and by `limits`.
 *
 * @throws ProfileFormatError and nothing else, whatever the bytes are.
 */
export function decodeOtlp(bytes: Uint8Array, limits: OtlpLimits = DEFAULT_OTLP_LIMITS): OtlpUpload {
  scratch.reset();
  const reader = new WireReader(bytes);
  reader.place = 'request';
  const outline = outlineOtlp(reader, limits);
  const dictionary = decodeDictionary(reader, outline, limits);
  const walk = new RequestWalk(reader, dictionary, limits);
  for (let row = 0; row < outline.resources.length; row++) {
    walk.resource(row, outline.resources.start(row), outline.resources.end(row));
  }
  return walk.finish();
}

/** A profile without its tables. */
type Found = Omit<OtlpProfile, 'profile' | 'profileId' | 'payload' | 'attributes'> & {
  readonly index: number;
  readonly read: ReadProfile;
};

/** Walks over resources, their scopes and profiles. */
class RequestWalk {
  readonly #reader: WireReader;
  readonly #dictionary: Dictionary;
  readonly #limits: OtlpLimits;
  readonly #profiles: ProfileReader;
  readonly #found: Found[] = [];
  readonly #refused: RefusedOtlpProfile[] = [];
  #scopes = 0;
  #seen = 0;

  constructor(reader: WireReader, dictionary: Dictionary, limits: OtlpLimits) {
    this.#reader = reader;
    this.#dictionary = dictionary;
    this.#limits = limits;
    this.#profiles = new ProfileReader(reader, dictionary, limits);
  }

  resource(row: number, start: number, end: number): void {
    const reader = this.#reader;
    const attributes = new Map<string, string>();
    const scopes = new Spans();
    const most = this.#limits.resourceAttributes;
    let count = 0;
    reader.enter('resource', row, start, end);
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === OTLP_TAG.resourceScope) add(reader, scopes, this.#limits.profiles, 'too_many_profiles', 'scopes');
      else if (tag === OTLP_TAG.resourceResource) {
        const stop = reader.length();
        reader.end = stop;
        while (reader.pos < stop) {
          const field = reader.tag();
          if (field !== OTLP_TAG.resourceAttribute) reader.skip(field);
          else if (++count > most) reader.fail('too_many_labels', `more than ${most} attributes`);
          else readKeyValue(reader, this.#keyValues, attributes);
        }
        reader.end = end;
      } else reader.skip(tag);
    }
    this.#scopes += scopes.length;
    if (this.#scopes > this.#limits.profiles) {
      reader.fail('too_many_profiles', `more than ${this.#limits.profiles} scopes`);
    }
    for (let at = 0; at < scopes.length; at++) this.#scope(attributes, scopes.start(at), scopes.end(at));
  }

  finish(): OtlpUpload {
    const { texts, functions, mappings, locations, stacks } = this.#dictionary;
    const shared: SharedTables = {
      strings: texts.strings,
      functions,
      mappings,
      frames: locations.frames,
      stacks: stacks.table,
    };
    // A single profile keeps the tables as they are.
    const own = this.#found.length > 1 ? new OwnTables(shared, this.#limits.stacks) : undefined;
    const profiles: OtlpProfile[] = [];
    for (const { index, read, resource, scope } of this.#found) {
      const { samples, header, profileId, attributes, payload } = read;
      const tables = this.#orRefused(index, () => own?.of(samples) ?? { ...shared, samples });
      if (tables === undefined) continue;
      profiles.push({ resource, scope, attributes, profileId, payload, profile: { ...tables, ...header } });
    }
    return { profiles, refused: this.#refused };
  }

  get #keyValues(): KeyValueContext {
    const { texts, stringCount, values } = this.#dictionary;
    return { texts, stringCount, values };
  }

  #scope(resource: ReadonlyMap<string, string>, start: number, end: number): void {
    const reader = this.#reader;
    const spans = new Spans();
    let scope: OtlpScope = { name: '', version: '' };
    reader.enter('scope', -1, start, end);
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === OTLP_TAG.scopeProfile) add(reader, spans, this.#limits.profiles, 'too_many_profiles', 'profiles');
      else if (tag === OTLP_TAG.scopeScope) scope = this.#scopeName(scope);
      else reader.skip(tag);
    }
    for (let row = 0; row < spans.length; row++) {
      const index = this.#seen++;
      if (index >= this.#limits.profiles) {
        reader.fail('too_many_profiles', `more than ${this.#limits.profiles} profiles`);
      }
      const read = this.#orRefused(index, () => this.#profiles.read(index, spans.start(row), spans.end(row)));
      if (read !== undefined) this.#found.push({ index, resource, scope, read });
    }
  }

  #scopeName({ name, version }: OtlpScope): OtlpScope {
    const reader = this.#reader;
    const { texts } = this.#dictionary;
    const outer = reader.end;
    const end = reader.length();
    reader.end = end;
    const scope = { name, version };
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === OTLP_TAG.scopeName) scope.name = texts.read(reader);
      else if (tag === OTLP_TAG.scopeVersion) scope.version = texts.read(reader);
      else reader.skip(tag);
    }
    reader.end = outer;
    return scope;
  }

  #orRefused<T>(index: number, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ProfileFormatError) || DAMAGED.has(error.code)) throw error;
      this.#refused.push({ index, error });
      return undefined;
    }
  }
}
