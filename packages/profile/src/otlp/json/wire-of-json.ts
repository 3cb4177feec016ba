import { JsonBytes } from '../../json/json-bytes.ts';
import { type MemberReader, readMembers } from '../../json/read-members.ts';
import { WireWriter } from '../../pprof/wire-writer.ts';
import { ProfileFormatError } from '../../profile-format-error.ts';
import type { OtlpLimits } from '../limits.ts';
import { OTLP_TAG } from '../wire.ts';
import { readBase64, readHex } from './read-bytes.ts';
import { readInt64 } from './read-int64.ts';

/** Readers of an object's members by name. */
type Shape = Readonly<Record<string, MemberReader>>;

const MAX_ID_BYTES = 32;

/**
 * OTLP's JSON form (names in lowerCamelCase, ids in hexadecimal digits, 64-bit numbers as text or numbers) as the same message in its binary
 * form, so that one decoder reads both. Numbers go from text to bytes without an object for anything. Unknown members are skipped.
 *
 * @throws ProfileFormatError
 */
export function wireOfOtlpJson(bytes: Uint8Array, limits: OtlpLimits): Uint8Array {
  const json = new JsonBytes(bytes);
  const out = new WireWriter();
  readMembers(json, requestShape(out, bytes.length, limits));
  json.expectEnd();
  return out.finish();
}

/** @param maxWireBytes what is real is shorter in its binary form */
function requestShape(out: WireWriter, maxWireBytes: number, limits: OtlpLimits): Shape {
  const message =
    (tag: number, shape: Shape): MemberReader =>
    (json) => {
      const start = out.begin(tag);
      readMembers(json, shape);
      out.end(start);
    };
  const each =
    (read: MemberReader): MemberReader =>
    (json) => {
      json.openArray();
      for (let isFirst = true; json.nextElement(isFirst); isFirst = false) read(json);
    };
  const int =
    (tag: number): MemberReader =>
    (json) => {
      const { lo, hi } = readInt64(json);
      out.int53(tag);
      out.halves(lo, hi);
    };
  const ints =
    (tag: number): MemberReader =>
    (json) => {
      const start = out.begin(tag);
      each(() => {
        const { lo, hi } = readInt64(json);
        out.halves(lo, hi);
      })(json);
      out.end(start);
    };
  const fixed = (json: JsonBytes): void => {
    const { lo, hi } = readInt64(json);
    out.fixed64(lo, hi);
    if (out.length > maxWireBytes)
      throw new ProfileFormatError('too_many_values', 'more timestamps than the JSON can hold');
  };
  const text =
    (tag: number): MemberReader =>
    (json) => {
      out.text(tag, json.readText(limits.stringBytes));
    };
  const raw =
    (tag: number, read: (json: JsonBytes) => Uint8Array): MemberReader =>
    (json) => {
      const start = out.begin(tag);
      out.bytes(read(json));
      out.end(start);
    };
  const id = (tag: number): MemberReader => raw(tag, (json) => readHex(json, MAX_ID_BYTES));
  /** Says that a value is there of which nothing is read. */
  const unread =
    (tag: number): MemberReader =>
    (json) => {
      json.skipValue();
      out.end(out.begin(tag));
    };
  const float = new DataView(new ArrayBuffer(8));

  const value: Shape = {
    stringValue: text(OTLP_TAG.valueText),
    stringValueStrindex: int(OTLP_TAG.valueTextString),
    boolValue: (json) => {
      const from = json.at;
      json.skipValue();
      out.int53(OTLP_TAG.valueFlag);
      out.int53(json.sliceText(from).trim() === 'true' ? 1 : 0);
    },
    intValue: int(OTLP_TAG.valueWhole),
    doubleValue: (json) => {
      float.setFloat64(0, json.isText ? Number(json.readText(MAX_ID_BYTES)) : json.readNumber(), true);
      out.int53(OTLP_TAG.valueNumber);
      out.fixed64(float.getUint32(0, true), float.getUint32(4, true));
    },
    arrayValue: unread(OTLP_TAG.valueList),
    kvlistValue: unread(OTLP_TAG.valueMap),
    bytesValue: unread(OTLP_TAG.valueRaw),
  };
  const keyValue: Shape = {
    key: text(OTLP_TAG.keyValueKey),
    keyStrindex: int(OTLP_TAG.keyValueKeyString),
    value: message(OTLP_TAG.keyValueValue, value),
  };
  const type: Shape = { typeStrindex: int(OTLP_TAG.typeType), unitStrindex: int(OTLP_TAG.typeUnit) };
  const sample: Shape = {
    stackIndex: int(OTLP_TAG.sampleStack),
    attributeIndices: ints(OTLP_TAG.sampleAttributes),
    linkIndex: int(OTLP_TAG.sampleLink),
    values: ints(OTLP_TAG.sampleValues),
    timestampsUnixNano: (json) => {
      const start = out.begin(OTLP_TAG.sampleTimestamps);
      each(fixed)(json);
      out.end(start);
    },
  };
  const profile: Shape = {
    sampleType: message(OTLP_TAG.profileType, type),
    samples: each(message(OTLP_TAG.profileSample, sample)),
    timeUnixNano: (json) => {
      out.int53(OTLP_TAG.profileTimeNanos);
      fixed(json);
    },
    durationNano: int(OTLP_TAG.profileDurationNanos),
    periodType: message(OTLP_TAG.profilePeriodType, type),
    period: int(OTLP_TAG.profilePeriod),
    profileId: id(OTLP_TAG.profileId),
    originalPayloadFormat: text(OTLP_TAG.profilePayloadFormat),
    originalPayload: raw(OTLP_TAG.profilePayload, (json) => readBase64(json, maxWireBytes)),
    attributeIndices: ints(OTLP_TAG.profileAttributes),
  };
  const location: Shape = {
    mappingIndex: int(OTLP_TAG.locationMapping),
    address: int(OTLP_TAG.locationAddress),
    lines: each(
      message(OTLP_TAG.locationLine, {
        functionIndex: int(OTLP_TAG.lineFunction),
        line: int(OTLP_TAG.lineLine),
        column: int(OTLP_TAG.lineColumn),
      }),
    ),
    attributeIndices: ints(OTLP_TAG.locationAttributes),
  };
  const dictionary: Shape = {
    mappingTable: each(
      message(OTLP_TAG.dictionaryMapping, {
        memoryStart: int(OTLP_TAG.mappingStart),
        memoryLimit: int(OTLP_TAG.mappingLimit),
        fileOffset: int(OTLP_TAG.mappingOffset),
        filenameStrindex: int(OTLP_TAG.mappingFile),
        attributeIndices: ints(OTLP_TAG.mappingAttributes),
      }),
    ),
    locationTable: each(message(OTLP_TAG.dictionaryLocation, location)),
    functionTable: each(
      message(OTLP_TAG.dictionaryFunction, {
        nameStrindex: int(OTLP_TAG.functionName),
        systemNameStrindex: int(OTLP_TAG.functionSystemName),
        filenameStrindex: int(OTLP_TAG.functionFile),
        startLine: int(OTLP_TAG.functionStartLine),
      }),
    ),
    linkTable: each(
      message(OTLP_TAG.dictionaryLink, { traceId: id(OTLP_TAG.linkTraceId), spanId: id(OTLP_TAG.linkSpanId) }),
    ),
    stringTable: each(text(OTLP_TAG.dictionaryString)),
    attributeTable: each(
      message(OTLP_TAG.dictionaryAttribute, {
        keyStrindex: int(OTLP_TAG.attributeKey),
        value: message(OTLP_TAG.attributeValue, value),
        unitStrindex: int(OTLP_TAG.attributeUnit),
      }),
    ),
    stackTable: each(message(OTLP_TAG.dictionaryStack, { locationIndices: ints(OTLP_TAG.stackLocations) })),
  };
  const scopeProfiles: Shape = {
    scope: message(OTLP_TAG.scopeScope, { name: text(OTLP_TAG.scopeName), version: text(OTLP_TAG.scopeVersion) }),
    profiles: each(message(OTLP_TAG.scopeProfile, profile)),
  };
  return {
    resourceProfiles: each(
      message(OTLP_TAG.requestResource, {
        resource: message(OTLP_TAG.resourceResource, {
          attributes: each(message(OTLP_TAG.resourceAttribute, keyValue)),
        }),
        scopeProfiles: each(message(OTLP_TAG.resourceScope, scopeProfiles)),
      }),
    ),
    dictionary: message(OTLP_TAG.requestDictionary, dictionary),
  };
}
