import type { HelloMessage } from '@hearth/agent/protocol';
import { HearthError } from '../errors/hearth-error.ts';
import { type CaptureLimits, DEFAULT_CAPTURE_RATE_HZ } from './capture-limits.ts';

export interface CaptureRequest {
  /** Whole, 0 and more; the agent has a longest one. */
  readonly durationSeconds: number;
  /** Samples per second of CPU time, whole; 1 000 when absent. */
  readonly rateHz?: number | undefined;
  /** Who asks, in words for people. Holds no secret. */
  readonly who: string;
}

/** @throws HearthError `invalid_request` for what makes no sense at all */
export function checkRequest({ durationSeconds, rateHz }: CaptureRequest, limits: CaptureLimits): void {
  if (!(Number.isInteger(durationSeconds) && durationSeconds >= 0 && durationSeconds <= limits.durationSeconds)) {
    throw invalid(`A capture lasts 0 to ${limits.durationSeconds} whole seconds.`);
  }
  if (rateHz !== undefined && !(Number.isInteger(rateHz) && rateHz >= 1 && rateHz <= limits.rateHz)) {
    throw invalid(`The rate is 1 to ${limits.rateHz} whole samples a second.`);
  }
}

/**
 * The rate to order of this agent.
 *
 * @throws HearthError `invalid_request` for what the agent would refuse
 */
export function fitRequest(
  { durationSeconds, rateHz }: CaptureRequest,
  { ordinal, limits: { maxDurationSecs, maxRateHz } }: Pick<HelloMessage, 'ordinal' | 'limits'>,
): number {
  if (durationSeconds > maxDurationSecs) {
    throw invalid(`The agent of host ${ordinal} records for at most ${maxDurationSecs} seconds.`);
  }
  if (rateHz !== undefined && rateHz > maxRateHz) {
    throw invalid(`The agent of host ${ordinal} takes at most ${maxRateHz} samples a second.`);
  }
  return rateHz ?? Math.max(1, Math.min(DEFAULT_CAPTURE_RATE_HZ, maxRateHz));
}

const invalid = (message: string): HearthError => new HearthError('invalid_request', { message });
