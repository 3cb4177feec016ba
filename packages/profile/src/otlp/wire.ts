import { WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT } from '../pprof/wire.ts';

/**
 * Tags of OTLP profiles (v1development of opentelemetry-proto 1.11) as they stand on the wire: field number x 8 + wire type. Of a list of
 * numbers both forms: packed into one field, or a field each.
 */
export const OTLP_TAG = {
  requestResource: 1 * 8 + WIRE_BYTES,
  requestDictionary: 2 * 8 + WIRE_BYTES,

  dictionaryMapping: 1 * 8 + WIRE_BYTES,
  dictionaryLocation: 2 * 8 + WIRE_BYTES,
  dictionaryFunction: 3 * 8 + WIRE_BYTES,
  dictionaryLink: 4 * 8 + WIRE_BYTES,
  dictionaryString: 5 * 8 + WIRE_BYTES,
  dictionaryAttribute: 6 * 8 + WIRE_BYTES,
  dictionaryStack: 7 * 8 + WIRE_BYTES,

  resourceResource: 1 * 8 + WIRE_BYTES,
  resourceScope: 2 * 8 + WIRE_BYTES,
  resourceAttribute: 1 * 8 + WIRE_BYTES,
  scopeScope: 1 * 8 + WIRE_BYTES,
  scopeProfile: 2 * 8 + WIRE_BYTES,
  scopeName: 1 * 8 + WIRE_BYTES,
  scopeVersion: 2 * 8 + WIRE_BYTES,

  keyValueKey: 1 * 8 + WIRE_BYTES,
  keyValueValue: 2 * 8 + WIRE_BYTES,
  keyValueKeyString: 3 * 8 + WIRE_VARINT,
  attributeKey: 1 * 8 + WIRE_VARINT,
  attributeValue: 2 * 8 + WIRE_BYTES,
  attributeUnit: 3 * 8 + WIRE_VARINT,

  valueText: 1 * 8 + WIRE_BYTES,
  valueFlag: 2 * 8 + WIRE_VARINT,
  valueWhole: 3 * 8 + WIRE_VARINT,
  valueNumber: 4 * 8 + WIRE_FIXED64,
  valueList: 5 * 8 + WIRE_BYTES,
  valueMap: 6 * 8 + WIRE_BYTES,
  valueRaw: 7 * 8 + WIRE_BYTES,
  valueTextString: 8 * 8 + WIRE_VARINT,

  profileType: 1 * 8 + WIRE_BYTES,
  profileSample: 2 * 8 + WIRE_BYTES,
  profileTimeNanos: 3 * 8 + WIRE_FIXED64,
  profileDurationNanos: 4 * 8 + WIRE_VARINT,
  profilePeriodType: 5 * 8 + WIRE_BYTES,
  profilePeriod: 6 * 8 + WIRE_VARINT,
  profileId: 7 * 8 + WIRE_BYTES,
  profilePayloadFormat: 9 * 8 + WIRE_BYTES,
  profilePayload: 10 * 8 + WIRE_BYTES,
  profileAttribute: 11 * 8 + WIRE_VARINT,
  profileAttributes: 11 * 8 + WIRE_BYTES,

  typeType: 1 * 8 + WIRE_VARINT,
  typeUnit: 2 * 8 + WIRE_VARINT,

  sampleStack: 1 * 8 + WIRE_VARINT,
  sampleAttribute: 2 * 8 + WIRE_VARINT,
  sampleAttributes: 2 * 8 + WIRE_BYTES,
  sampleLink: 3 * 8 + WIRE_VARINT,
  sampleValue: 4 * 8 + WIRE_VARINT,
  sampleValues: 4 * 8 + WIRE_BYTES,
  sampleTimestamp: 5 * 8 + WIRE_FIXED64,
  sampleTimestamps: 5 * 8 + WIRE_BYTES,

  mappingStart: 1 * 8 + WIRE_VARINT,
  mappingLimit: 2 * 8 + WIRE_VARINT,
  mappingOffset: 3 * 8 + WIRE_VARINT,
  mappingFile: 4 * 8 + WIRE_VARINT,
  mappingAttribute: 5 * 8 + WIRE_VARINT,
  mappingAttributes: 5 * 8 + WIRE_BYTES,

  stackLocation: 1 * 8 + WIRE_VARINT,
  stackLocations: 1 * 8 + WIRE_BYTES,

  locationMapping: 1 * 8 + WIRE_VARINT,
  locationAddress: 2 * 8 + WIRE_VARINT,
  locationLine: 3 * 8 + WIRE_BYTES,
  locationAttribute: 4 * 8 + WIRE_VARINT,
  locationAttributes: 4 * 8 + WIRE_BYTES,
  lineFunction: 1 * 8 + WIRE_VARINT,
  lineLine: 2 * 8 + WIRE_VARINT,
  lineColumn: 3 * 8 + WIRE_VARINT,

  functionName: 1 * 8 + WIRE_VARINT,
  functionSystemName: 2 * 8 + WIRE_VARINT,
  functionFile: 3 * 8 + WIRE_VARINT,
  functionStartLine: 4 * 8 + WIRE_VARINT,

  linkTraceId: 1 * 8 + WIRE_BYTES,
  linkSpanId: 2 * 8 + WIRE_BYTES,
} as const;
