import { ByteSink } from '../../native/byte-sink.ts';
import type { ProfileSummary } from '../profile-summary.ts';

const EMPTY_ID = '0'.repeat(32);

/** A profile as the engine would answer it to a reader; what is left out is empty or zero. */
export function profileRowBytes(profile: Partial<ProfileSummary>): Uint8Array {
  const sink = new ByteSink();
  const hex = (text = ''): void => sink.bytes(Buffer.from(text === '' ? EMPTY_ID : text, 'hex'));
  const texts = (...values: readonly (string | undefined)[]): void => {
    for (const value of values) sink.text(value ?? '');
  };
  const halves = (...values: readonly number[]): void => {
    for (const value of values) sink.bytes(Uint8Array.of(value % 256, Math.floor(value / 256)));
  };
  const { facets, link, types = [] } = profile;
  hex(profile.id);
  sink.uint64(profile.numericId ?? 0);
  hex(profile.uploadId);
  sink.uint64(Number(profile.groupId ?? 0));
  texts(profile.app, profile.environment, profile.release);
  for (const ms of [profile.startMs, profile.endMs, profile.receivedMs]) sink.uint64(ms ?? 0);
  texts(profile.source, profile.state);
  sink.varint(types.length);
  texts(...types);
  texts(facets?.runtime, facets?.runtimeVersion, facets?.runtimeArch, facets?.runtimeOs, facets?.probeVersion);
  texts(facets?.host);
  for (const id of [link?.sessionId, link?.traceId, link?.transactionId]) hex(id);
  texts(link?.transactionName);
  halves(profile.sampleCount ?? 0, 0, profile.originalBytes ?? 0, 0);
  halves(profile.originalKeepDays ?? 0, profile.keepDays ?? 0);
  return Buffer.concat(sink.finish());
}
