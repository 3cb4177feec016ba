export { aggregateByStack, type StackRows } from './aggregate-by-stack.ts';
export type { Brand } from './brand.ts';
export { canonicalType, type TypeHint } from './canonical-type.ts';
export { readCollapsed } from './collapsed/read-collapsed.ts';
export { divideRounded } from './divide-rounded.ts';
export { dumpProfile } from './dump-profile.ts';
export { exactSum } from './exact-sum.ts';
export type {
  FirefoxFrames,
  FirefoxFuncs,
  FirefoxLib,
  FirefoxMeta,
  FirefoxNativeSymbols,
  FirefoxProfile,
  FirefoxSamples,
  FirefoxStacks,
  FirefoxTables,
  FirefoxThread,
  FirefoxWeightType,
} from './firefox/firefox-profile.ts';
export {
  DEFAULT_FIREFOX_LIMITS,
  type FirefoxLimits,
  NEWEST_FIREFOX_VERSION,
  OLDEST_FIREFOX_VERSION,
} from './firefox/limits.ts';
export { profileOfFirefox, type RecordedProfile } from './firefox/profile-of-firefox.ts';
export { readFirefoxProfile } from './firefox/read-firefox-profile.ts';
export { type FirefoxTimes, firefoxTimes } from './firefox/wall-clock.ts';
export { type FirefoxDocument, writeFirefoxProfile } from './firefox/write/write-firefox-profile.ts';
export { flameGraphJson } from './flamebearer/flame-graph-json.ts';
export type { Flamebearer } from './flamebearer/flamebearer.ts';
export { flamebearerOf, nameOfFrame } from './flamebearer/flamebearer-of.ts';
export { type FlameGraphTicks, writeFlameGraph } from './flamebearer/write-flame-graph.ts';
export { chooseColumn, columnOfType } from './formats/choose-column.ts';
export { type ContentOutline, outlineOf } from './formats/content-outline.ts';
export type { FileFormat, ReadOptions, WriteOptions } from './formats/file-format.ts';
export { FILE_FORMATS, type FileFormatName, READABLE_FORMATS, WRITABLE_FORMATS } from './formats/formats.ts';
export { functionOf, type TreeFunction } from './formats/function-of.ts';
export { type FunctionTree, functionTree } from './formats/function-tree.ts';
export { DEFAULT_IMPORT_LIMITS, type ImportLimits } from './formats/import-limits.ts';
export { type ReadProfile, readProfile } from './formats/read-profile.ts';
export { formatOfFileName, recogniseFormat } from './formats/recognise-format.ts';
export { type WriteChoice, writeProfile } from './formats/write-profile.ts';
export {
  DEFAULT_LABEL_GROUP_LIMITS,
  groupByLabels,
  type LabelGroupLimits,
  type LabelGroups,
  type LabelSet,
} from './group-by-labels.ts';
export { isEventTimeline } from './is-event-timeline.ts';
export { type LeafChoice, leafStacks } from './merged/leaf-stacks.ts';
export { meansOf } from './merged/means-of.ts';
export type { CutValues, MergedFrame, MergedTree, MergedValues } from './merged/merged-tree.ts';
export { profileOfMerged } from './merged/profile-of-merged.ts';
export { withOthers } from './merged/with-others.ts';
export { decodeOtlp } from './otlp/decode-otlp.ts';
export { decodeOtlpJson } from './otlp/json/decode-otlp-json.ts';
export type { OtlpAttributes } from './otlp/key-values.ts';
export { DEFAULT_OTLP_LIMITS, type OtlpLimits } from './otlp/limits.ts';
export type { OtlpPayload, OtlpProfile, OtlpScope, OtlpUpload, RefusedOtlpProfile } from './otlp/otlp-upload.ts';
export { withCpuTime } from './otlp/with-cpu-time.ts';
export { parseRfc3339Ms } from './parse-rfc3339.ts';
export { decodePprof } from './pprof/decode-pprof.ts';
export { encodePprof } from './pprof/encode-pprof.ts';
export { DEFAULT_PPROF_LIMITS, type PprofLimits } from './pprof/limits.ts';
export { dropProfileMemory, releaseProfile, whenReleased } from './pprof/profile-memory.ts';
export type {
  FrameIndex,
  FrameTable,
  FunctionIndex,
  FunctionTable,
  LabelTable,
  MappingIndex,
  MappingTable,
  Profile,
  SampleIndex,
  SampleTable,
  StackIndex,
  StackTable,
  StringIndex,
} from './profile.ts';
export {
  type FrameInput,
  type FunctionInput,
  type Halves,
  type LabelInput,
  type MappingInput,
  ProfileBuilder,
  type ProfileHeader,
} from './profile-builder.ts';
export { ProfileFormatError, type ProfileFormatErrorCode } from './profile-format-error.ts';
export {
  hasWallTime,
  needsKind,
  type PyroscopeType,
  type PyroscopeTypeContext,
  parsePyroscopeTypeId,
  pyroscopeTypeId,
  wallTypes,
} from './pyroscope-type-id.ts';
export { chooseType } from './recorded/choose-type.ts';
export { profileOfThreads } from './recorded/profile-of-threads.ts';
export type { RecordedThread, RecordedThreads, ThreadSamples } from './recorded/recorded-threads.ts';
export {
  MAX_SHOWN_SAMPLES,
  type ShownFrame,
  type ShownThread,
  type ShownThreads,
  shownThreads,
  type ThreadWindow,
} from './recorded/shown-threads.ts';
export { threadsOfFile } from './recorded/threads-of-file.ts';
export { threadsOfFirefox } from './recorded/threads-of-firefox.ts';
export { threadsOfProfile } from './recorded/threads-of-profile.ts';
export { threadsOfRecording } from './recorded/threads-of-recording.ts';
export { type LabelKeyCount, sampleLabelKeys, type TextLabel, textLabelsOf } from './sample-labels.ts';
export { chunkText } from './sentry/documents/chunk-text.ts';
export {
  type JsonDocument,
  type KeptDocumentKind,
  type KeptItem,
  keptDocument,
  wholeDocument,
} from './sentry/documents/kept-document.ts';
export { type MergedChunks, mergeChunks } from './sentry/documents/merge-chunks.ts';
export type { SampleWindow } from './sentry/documents/merge-recordings.ts';
export { eventIdOfSpan, retrievedChunk } from './sentry/documents/retrieved-chunks.ts';
export { retrievedProfile } from './sentry/documents/retrieved-profile.ts';
export type { DocumentSpan, StoredFacts, StoredRuntime } from './sentry/documents/stored-facts.ts';
export { encodeEnvelope } from './sentry/encode-envelope.ts';
export type { Envelope, EnvelopeItem } from './sentry/envelope.ts';
export type { JsonObject, JsonValue } from './sentry/json-value.ts';
export { DEFAULT_ENVELOPE_LIMITS, type EnvelopeLimits, MAX_PROFILE_BYTES } from './sentry/limits.ts';
export { parseEnvelope } from './sentry/parse-envelope.ts';
export { parseSentryChunk } from './sentry/parse-sentry-chunk.ts';
export { parseSentryProfile } from './sentry/parse-sentry-profile.ts';
export { profileOfRecording, type RecordingProfile } from './sentry/profile-of-recording.ts';
export { readKeptItem } from './sentry/read-kept-item.ts';
export type {
  SentryChunk,
  SentryChunkIdentity,
  SentryChunkItem,
  UndecodedSentryChunk,
} from './sentry/sentry-chunk.ts';
export type { SentryDevice, SentryMeasurement, SentryNamedVersion, SentryOs } from './sentry/sentry-context.ts';
export { SentryDropError, type SentryDropReason } from './sentry/sentry-drop-error.ts';
export type { SentryFrame, SentryFrameData } from './sentry/sentry-frame.ts';
export type { LegacySentryProfile, SentryProfile, SentryTransaction } from './sentry/sentry-profile.ts';
export {
  framesOfStack,
  type SentryRecording,
  type SentrySamples,
  type SentryStacks,
  type SentryThread,
} from './sentry/sentry-recording.ts';
export { type KindColumn, type KindColumns, MAX_KIND_COLUMNS, splitKinds } from './split-kinds.ts';
export { spreadBits } from './spread-bits.ts';
export { subtractProfile } from './subtract-profile.ts';
export { hashText, type TextIds, textIdsOf } from './text-ids.ts';
export { totalsOf } from './totals-of.ts';
export { type TraceLabels, traceLabels } from './trace-labels.ts';
export { describeType, type TypeDescription } from './type-description.ts';
export type { Aggregation, ValueType } from './value-type.ts';
export { isUserLabel, VOLATILE_LABELS } from './volatile-labels.ts';
export { withTypes } from './with-types.ts';
