import type { HostFacts } from '../host/host-facts.ts';
import type { CaptureOrder } from '../protocol/from-server.ts';
import { CaptureError } from '../recorders/capture-error.ts';
import type { AgentLimits } from './agent-limits.ts';

/** @throws CaptureError for an order that makes no sense or is beyond what this host allows */
export function checkOrder({ durationSecs, rateHz }: CaptureOrder, limits: AgentLimits, host: HostFacts): void {
  if (!Number.isFinite(durationSecs) || durationSecs < 0) {
    throw new CaptureError('bad_order', `A capture cannot last ${durationSecs} seconds.`);
  }
  if (!Number.isInteger(rateHz) || rateHz < 1) {
    throw new CaptureError(
      'bad_order',
      `A capture cannot take ${rateHz} samples a second: ask for a whole number above 0.`,
    );
  }
  if (durationSecs > limits.maxDurationSecs) {
    const message = `The agent on ${host.name} records for at most ${limits.maxDurationSecs} seconds, not ${durationSecs} (--max-duration there).`;
    throw new CaptureError('limit_exceeded', message);
  }
  if (rateHz > limits.maxRateHz) {
    const message = `The agent on ${host.name} takes at most ${limits.maxRateHz} samples a second, not ${rateHz} (--max-rate there).`;
    throw new CaptureError('limit_exceeded', message);
  }
  if (host.maxSampleRateHz !== undefined && rateHz > host.maxSampleRateHz) {
    const message = `${host.name} allows at most ${host.maxSampleRateHz} samples a second (kernel.perf_event_max_sample_rate), not ${rateHz}.`;
    throw new CaptureError('limit_exceeded', message);
  }
}
