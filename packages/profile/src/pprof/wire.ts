/** Protobuf's wire types (the low three bits of a tag). */
export const WIRE_VARINT = 0;
export const WIRE_FIXED64 = 1;
export const WIRE_BYTES = 2;
export const WIRE_GROUP_START = 3;
export const WIRE_GROUP_END = 4;
export const WIRE_FIXED32 = 5;

/** Of a number's fourth byte: up to there its bits fit a 32-bit integer without a sign. For loops that read only the usual. */
export const LARGEST_SHIFT = 21;

/** Tags of profile.proto as they stand on the wire: field number x 8 + wire type. V: varint, B: length-delimited. */
export const TAG = {
  profileSampleType: 1 * 8 + WIRE_BYTES,
  profileSample: 2 * 8 + WIRE_BYTES,
  profileMapping: 3 * 8 + WIRE_BYTES,
  profileLocation: 4 * 8 + WIRE_BYTES,
  profileFunction: 5 * 8 + WIRE_BYTES,
  profileString: 6 * 8 + WIRE_BYTES,
  profileTimeNanos: 9 * 8 + WIRE_VARINT,
  profileDurationNanos: 10 * 8 + WIRE_VARINT,
  profilePeriodType: 11 * 8 + WIRE_BYTES,
  profilePeriod: 12 * 8 + WIRE_VARINT,
  profileComment: 13 * 8 + WIRE_VARINT,
  profileComments: 13 * 8 + WIRE_BYTES,
  typeType: 1 * 8 + WIRE_VARINT,
  typeUnit: 2 * 8 + WIRE_VARINT,
  sampleLocation: 1 * 8 + WIRE_VARINT,
  sampleLocations: 1 * 8 + WIRE_BYTES,
  sampleValue: 2 * 8 + WIRE_VARINT,
  sampleValues: 2 * 8 + WIRE_BYTES,
  sampleLabel: 3 * 8 + WIRE_BYTES,
  labelKey: 1 * 8 + WIRE_VARINT,
  labelText: 2 * 8 + WIRE_VARINT,
  labelNumber: 3 * 8 + WIRE_VARINT,
  labelUnit: 4 * 8 + WIRE_VARINT,
  mappingId: 1 * 8 + WIRE_VARINT,
  mappingStart: 2 * 8 + WIRE_VARINT,
  mappingLimit: 3 * 8 + WIRE_VARINT,
  mappingOffset: 4 * 8 + WIRE_VARINT,
  mappingFile: 5 * 8 + WIRE_VARINT,
  mappingBuildId: 6 * 8 + WIRE_VARINT,
  mappingHasFunctions: 7 * 8 + WIRE_VARINT,
  mappingHasFilenames: 8 * 8 + WIRE_VARINT,
  mappingHasLineNumbers: 9 * 8 + WIRE_VARINT,
  mappingHasInlineFrames: 10 * 8 + WIRE_VARINT,
  locationId: 1 * 8 + WIRE_VARINT,
  locationMapping: 2 * 8 + WIRE_VARINT,
  locationAddress: 3 * 8 + WIRE_VARINT,
  locationLine: 4 * 8 + WIRE_BYTES,
  lineFunction: 1 * 8 + WIRE_VARINT,
  lineLine: 2 * 8 + WIRE_VARINT,
  lineColumn: 3 * 8 + WIRE_VARINT,
  functionId: 1 * 8 + WIRE_VARINT,
  functionName: 2 * 8 + WIRE_VARINT,
  functionSystemName: 3 * 8 + WIRE_VARINT,
  functionFile: 4 * 8 + WIRE_VARINT,
  functionStartLine: 5 * 8 + WIRE_VARINT,
} as const;
