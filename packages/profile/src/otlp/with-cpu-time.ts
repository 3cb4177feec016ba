import type { Profile } from '../profile.ts';
import type { ValueType } from '../value-type.ts';

const CPU: ValueType = { type: 'cpu', unit: 'nanoseconds', aggregation: 'sum' };

/**
 * Adds the time on the CPU to a profile that counts samples at a fixed period of it, as the eBPF profiler sends: `samples/count` with the
 * period `cpu/nanoseconds`. So it can be asked for, and merged with what others measure. Everything else comes back as it is, and so does a
 * profile whose times pass 2^53.
 */
export function withCpuTime(profile: Profile): Profile {
  const { types, periodType, period, samples } = profile;
  const [type] = types;
  const isCounted = types.length === 1 && type?.type === 'samples' && type.unit === 'count';
  const isTimed = periodType?.type === CPU.type && periodType.unit === CPU.unit && period > 0;
  if (!isCounted || !isTimed) return profile;
  const times = samples.values[0]!.map((count) => count * period);
  if (!times.every(Number.isSafeInteger)) return profile;
  return { ...profile, types: [type, CPU], samples: { ...samples, values: [samples.values[0]!, times] } };
}
