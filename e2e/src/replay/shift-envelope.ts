import { gunzipSync, gzipSync } from 'node:zlib';

/** `2026-11-21T15:14:13`, fractions stay. */
const isoTime = /"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})/g;
/** Unix seconds, or milliseconds, as a number of 2023 to 2033; what follows the point stays. */
const unixTime = /(?<=[:[,]\s?)(1[7-9]\d{8})(\d{3})?(?=[.,}\]\s])/g;

/** Moves every time in a recorded envelope by whole seconds. No byte is added or taken away: lengths stay true. */
export function shiftEnvelope(body: Buffer, isGzip: boolean, seconds: number): Buffer {
  const text = (isGzip ? gunzipSync(body) : body).toString('latin1');
  const shifted = text
    .replace(isoTime, (_, time: string) => `"${shiftedIso(time, seconds)}`)
    .replace(unixTime, (_, whole: string, milliseconds = '') => `${Number(whole) + seconds}${milliseconds}`);
  const bytes = Buffer.from(shifted, 'latin1');
  return isGzip ? gzipSync(bytes) : bytes;
}

const shiftedIso = (time: string, seconds: number): string =>
  new Date(Date.parse(`${time}Z`) + seconds * 1000).toISOString().slice(0, time.length);

/** The latest Unix second that an envelope names. */
export function latestSecond(body: Buffer, isGzip: boolean): number {
  const text = (isGzip ? gunzipSync(body) : body).toString('latin1');
  const times = [
    ...[...text.matchAll(isoTime)].map(([, time]) => Date.parse(`${time}Z`) / 1000),
    ...[...text.matchAll(unixTime)].map(([, whole]) => Number(whole)),
  ];
  return Math.max(...times);
}
