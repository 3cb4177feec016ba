import { OTLP_TAG } from '../otlp/wire.ts';
import { groupLocations } from '../pprof/location-groups.ts';
import { WireWriter } from '../pprof/wire-writer.ts';
import type { Profile } from '../profile.ts';

/** One profile of OTLP has one type: the column of a profile of ours. */
export interface OtlpInput {
  readonly profile: Profile;
  readonly column?: number;
  readonly resource?: Readonly<Record<string, string>>;
  /** 32 hexadecimal digits. */
  readonly profileId?: string;
  readonly scope?: { readonly name: string; readonly version: string };
}

/** Of all forms that mean the same on the wire. */
export interface OtlpForm {
  readonly dictionaryFirst: boolean;
  /** Lists of numbers in one field, or in a field each. */
  readonly packed: boolean;
  /** Keys and values of resources by reference. */
  readonly references: boolean;
  /** Each sample's value as so many timestamps; for small counts. */
  readonly timestamps: boolean;
  /** Fields that nobody knows, everywhere. */
  readonly unknownFields: boolean;
}

export const USUAL_FORM: OtlpForm = {
  dictionaryFirst: true,
  packed: true,
  references: true,
  timestamps: false,
  unknownFields: false,
};

/** A field number that no message of OTLP has: 1000, with a text. */
const UNKNOWN_TAG = 1000 * 8 + 2;

/** Encodes profiles as one request of OTLP, each with a resource of its own. For tests; labels become attributes. */
export function encodeOtlp(inputs: readonly OtlpInput[], form: OtlpForm = USUAL_FORM): Uint8Array {
  return new OtlpEncoder(form).encode(inputs);
}

class OtlpEncoder {
  readonly #form: OtlpForm;
  readonly #out = new WireWriter();
  readonly #strings = new Map<string, number>([['', 0]]);
  /** Encoded entries of the tables; entry 0 is empty. */
  readonly #tables = {
    mapping: [(): void => undefined],
    location: [(): void => undefined],
    func: [(): void => undefined],
    attribute: [(): void => undefined],
    stack: [(): void => undefined],
  };
  readonly #attributes = new Map<string, number>();

  constructor(form: OtlpForm) {
    this.#form = form;
  }

  encode(inputs: readonly OtlpInput[]): Uint8Array {
    const resources = inputs.map((input) => this.#resource(input));
    const writeResources = (): void => {
      for (const write of resources) this.#nested(OTLP_TAG.requestResource, write);
    };
    if (!this.#form.dictionaryFirst) writeResources();
    // What profiles refer to is known once they are planned, which is done; strings of resources are added here.
    for (const { resource = {} } of inputs) for (const text of Object.entries(resource).flat()) this.#string(text);
    this.#nested(OTLP_TAG.requestDictionary, () => this.#dictionary());
    if (this.#form.dictionaryFirst) writeResources();
    return this.#out.finish();
  }

  #dictionary(): void {
    const { mapping, location, func, attribute, stack } = this.#tables;
    for (const write of mapping) this.#nested(OTLP_TAG.dictionaryMapping, write);
    for (const write of stack) this.#nested(OTLP_TAG.dictionaryStack, write);
    for (const write of location) this.#nested(OTLP_TAG.dictionaryLocation, write);
    for (const write of func) this.#nested(OTLP_TAG.dictionaryFunction, write);
    for (const write of attribute) this.#nested(OTLP_TAG.dictionaryAttribute, write);
    for (const text of this.#strings.keys()) this.#out.text(OTLP_TAG.dictionaryString, text);
    this.#nested(OTLP_TAG.dictionaryLink, () => undefined);
  }

  /** Plans a resource with its profile: what it refers to is in the tables afterwards. */
  #resource(input: OtlpInput): () => void {
    const out = this.#out;
    const { resource = {}, scope } = input;
    const writeProfile = this.#profile(input);
    return () => {
      this.#nested(OTLP_TAG.resourceScope, () => {
        this.#nested(OTLP_TAG.scopeProfile, writeProfile);
        if (scope !== undefined) {
          this.#nested(OTLP_TAG.scopeScope, () => {
            out.text(OTLP_TAG.scopeName, scope.name);
            out.text(OTLP_TAG.scopeVersion, scope.version);
          });
        }
      });
      this.#nested(OTLP_TAG.resourceResource, () => {
        for (const [key, value] of Object.entries(resource)) {
          this.#nested(OTLP_TAG.resourceAttribute, () => this.#keyValue(key, value));
        }
      });
    };
  }

  #keyValue(key: string, value: string): void {
    if (this.#form.references) {
      this.#out.field(OTLP_TAG.keyValueKeyString, this.#string(key));
      this.#nested(OTLP_TAG.keyValueValue, () => this.#out.field(OTLP_TAG.valueTextString, this.#string(value)));
    } else {
      this.#out.text(OTLP_TAG.keyValueKey, key);
      this.#nested(OTLP_TAG.keyValueValue, () => this.#out.text(OTLP_TAG.valueText, value));
    }
  }

  #profile({ profile, column = 0, profileId = '' }: OtlpInput): () => void {
    const out = this.#out;
    const { samples, types, periodType } = profile;
    const stacks = Array.from(samples.stack, this.#addTables(profile));
    const { labels } = samples;
    const attributesOf = Array.from({ length: samples.length }, (_, sample) => {
      const rows: number[] = [];
      for (let row = labels.first[sample]!; row < labels.first[sample + 1]!; row++)
        rows.push(this.#attribute(profile, row));
      return rows;
    });
    const typeIndexes = [types[column]!, ...(periodType === undefined ? [] : [periodType])].map((type) => [
      this.#string(type.type),
      this.#string(type.unit),
    ]);
    const writeType = (tag: number, [type = 0, unit = 0]: readonly number[]): void =>
      this.#nested(tag, () => {
        out.field(OTLP_TAG.typeType, type);
        out.field(OTLP_TAG.typeUnit, unit);
      });
    return () => {
      const { packed, timestamps } = this.#form;
      for (let sample = 0; sample < samples.length; sample++) {
        this.#nested(OTLP_TAG.profileSample, () => {
          out.field(OTLP_TAG.sampleStack, stacks[sample]!);
          this.#numbers(OTLP_TAG.sampleAttributes, OTLP_TAG.sampleAttribute, attributesOf[sample]!);
          const value = samples.values[column]![sample]!;
          if (!timestamps) this.#numbers(OTLP_TAG.sampleValues, OTLP_TAG.sampleValue, [value]);
          else if (packed) {
            const start = out.begin(OTLP_TAG.sampleTimestamps);
            for (let time = 0; time < value; time++) out.fixed64(time, 1);
            out.end(start);
          } else {
            for (let time = 0; time < value; time++) {
              out.int53(OTLP_TAG.sampleTimestamp);
              out.fixed64(time, 1);
            }
          }
        });
      }
      writeType(OTLP_TAG.profileType, typeIndexes[0]!);
      if (typeIndexes[1] !== undefined) writeType(OTLP_TAG.profilePeriodType, typeIndexes[1]);
      out.field(OTLP_TAG.profilePeriod, profile.period);
      out.field(OTLP_TAG.profileDurationNanos, profile.durationNanos);
      out.int53(OTLP_TAG.profileTimeNanos);
      out.fixed64(profile.timeNanos.lo, profile.timeNanos.hi);
      if (profileId !== '') {
        const start = out.begin(OTLP_TAG.profileId);
        for (let at = 0; at < profileId.length; at += 2) out.byte(Number.parseInt(profileId.slice(at, at + 2), 16));
        out.end(start);
      }
    };
  }

  /** Adds a profile's tables; what comes back finds the entry of a stack. */
  #addTables(profile: Profile): (node: number) => number {
    const { strings, functions, mappings, frames } = profile;
    const out = this.#out;
    const { mapping, location, func, stack } = this.#tables;
    const [mappingBase, functionBase, locationBase] = [mapping.length, func.length, location.length - 1];
    const text = (string: number): number => this.#string(strings[string]!);
    for (let row = 0; row < mappings.length; row++) {
      const file = text(mappings.file[row]!);
      const buildId = strings[mappings.buildId[row]!]!;
      const attributes = buildId === '' ? [] : [this.#textAttribute('process.executable.build_id.gnu', buildId)];
      mapping.push(() => {
        out.field64(OTLP_TAG.mappingStart, mappings.startLo[row]!, mappings.startHi[row]!);
        out.field64(OTLP_TAG.mappingLimit, mappings.limitLo[row]!, mappings.limitHi[row]!);
        out.field64(OTLP_TAG.mappingOffset, mappings.offsetLo[row]!, mappings.offsetHi[row]!);
        out.field(OTLP_TAG.mappingFile, file);
        this.#numbers(OTLP_TAG.mappingAttributes, OTLP_TAG.mappingAttribute, attributes);
      });
    }
    for (let row = 0; row < functions.length; row++) {
      const texts = [functions.name, functions.systemName, functions.file].map((column) => text(column[row]!));
      func.push(() => {
        out.field(OTLP_TAG.functionName, texts[0]!);
        out.field(OTLP_TAG.functionSystemName, texts[1]!);
        out.field(OTLP_TAG.functionFile, texts[2]!);
        out.field(OTLP_TAG.functionStartLine, functions.startLine[row]!);
      });
    }
    const groups = groupLocations(profile);
    for (const members of groups.frames) {
      const leaf = members[0]!;
      const kernel = frames.inApp[leaf] === 0 ? [this.#textAttribute('profile.frame.type', 'kernel')] : [];
      location.push(() => {
        out.field(OTLP_TAG.locationMapping, frames.mapping[leaf]! < 0 ? 0 : frames.mapping[leaf]! + mappingBase);
        out.field64(OTLP_TAG.locationAddress, frames.addressLo[leaf]!, frames.addressHi[leaf]!);
        for (const frame of members) {
          if (frames.func[frame]! < 0 && members.length === 1) continue;
          this.#nested(OTLP_TAG.locationLine, () => {
            out.field(OTLP_TAG.lineFunction, frames.func[frame]! < 0 ? 0 : frames.func[frame]! + functionBase);
            out.field(OTLP_TAG.lineLine, frames.line[frame]!);
            out.field(OTLP_TAG.lineColumn, frames.column[frame]!);
          });
        }
        this.#numbers(OTLP_TAG.locationAttributes, OTLP_TAG.locationAttribute, kernel);
      });
    }
    const entryOf = new Map<number, number>([[-1, 0]]);
    return (node) => {
      const known = entryOf.get(node);
      if (known !== undefined) return known;
      const locations: number[] = [];
      for (let at = node; at >= 0; at = groups.above[at]!) locations.push(groups.locationOf[at]! + locationBase);
      stack.push(() => this.#numbers(OTLP_TAG.stackLocations, OTLP_TAG.stackLocation, locations));
      entryOf.set(node, stack.length - 1);
      return stack.length - 1;
    };
  }

  #attribute({ strings, samples: { labels } }: Profile, row: number): number {
    const key = strings[labels.key[row]!]!;
    if (labels.isNumber[row] === 0) return this.#textAttribute(key, strings[labels.text[row]!]!);
    const [lo, hi] = [labels.numberLo[row]!, labels.numberHi[row]!];
    return this.#addAttribute(`${key}\0${lo} ${hi}`, key, strings[labels.unit[row]!]!, () => {
      this.#out.int53(OTLP_TAG.valueWhole);
      this.#out.halves(lo, hi);
    });
  }

  #textAttribute(key: string, text: string): number {
    return this.#addAttribute(`${key}\0${text}`, key, '', () => this.#out.text(OTLP_TAG.valueText, text));
  }

  #addAttribute(identity: string, key: string, unit: string, writeValue: () => void): number {
    const known = this.#attributes.get(identity);
    if (known !== undefined) return known;
    const { attribute } = this.#tables;
    const [keyString, unitString] = [this.#string(key), this.#string(unit)];
    attribute.push(() => {
      this.#out.field(OTLP_TAG.attributeKey, keyString);
      this.#nested(OTLP_TAG.attributeValue, writeValue);
      this.#out.field(OTLP_TAG.attributeUnit, unitString);
    });
    this.#attributes.set(identity, attribute.length - 1);
    return attribute.length - 1;
  }

  #string(text: string): number {
    const known = this.#strings.get(text);
    if (known !== undefined) return known;
    this.#strings.set(text, this.#strings.size);
    return this.#strings.size - 1;
  }

  #numbers(packedTag: number, tag: number, values: readonly number[]): void {
    if (values.length === 0) return;
    const out = this.#out;
    if (!this.#form.packed) {
      for (const value of values) {
        out.int53(tag);
        out.int53(value);
      }
      return;
    }
    const start = out.begin(packedTag);
    for (const value of values) out.int53(value);
    out.end(start);
  }

  #nested(tag: number, write: () => void): void {
    const start = this.#out.begin(tag);
    if (this.#form.unknownFields) this.#out.text(UNKNOWN_TAG, 'unknown');
    write();
    this.#out.end(start);
  }
}
