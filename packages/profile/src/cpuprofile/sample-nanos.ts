import { ProfileFormatError } from '../profile-format-error.ts';

/**
 * How long each sample lasted: from its own moment to that of the next one, the last until the end. `timeDeltas` are microseconds since
 * the sample before, the first since the start. (What passed before the first sample belongs to nobody.)
 *
 *     start 0, deltas 5 1 1, end 10      moments 5 6 7, lasted 1 1 3
 *
 * V8 now and then writes a delta below 0; moments are put in order first, as Chrome does.
 *
 * @returns whole nanoseconds, not below 0
 * @throws ProfileFormatError `value_out_of_range`
 */
export function sampleNanos(timeDeltas: Float64Array, startMicros: number, endMicros: number): Float64Array {
  const moments = new Float64Array(timeDeltas.length);
  let now = startMicros;
  let isOrdered = true;
  for (let sample = 0; sample < timeDeltas.length; sample++) {
    const delta = timeDeltas[sample]!;
    if (sample > 0 && delta < 0) isOrdered = false;
    now += delta;
    if (!(Math.abs(now) <= Number.MAX_SAFE_INTEGER)) {
      throw new ProfileFormatError('value_out_of_range', `the time of sample ${sample} is beyond 2^53`);
    }
    moments[sample] = now;
  }
  const order = Uint32Array.from(moments, (_, sample) => sample);
  if (!isOrdered) order.sort((a, b) => moments[a]! - moments[b]! || a - b);
  const nanos = new Float64Array(moments.length);
  for (let place = 0; place < order.length; place++) {
    const sample = order[place]!;
    const next = place + 1 < order.length ? moments[order[place + 1]!]! : Math.max(endMicros, moments[sample]!);
    nanos[sample] = Math.round((next - moments[sample]!) * 1000);
  }
  return nanos;
}
