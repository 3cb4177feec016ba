import type { Profile } from '@hearth/profile';
import type { DemoHost, DemoService } from './demo-services.ts';
import { noise, smoothNoise } from './seeded-noise.ts';
import { filledTemplate, type StackTemplate, stackTemplate } from './stack-template.ts';

/** One profile of a host: what it did in five minutes, or fifteen. */
export interface DemoProfile {
  readonly service: DemoService;
  readonly host: DemoHost;
  readonly release: string;
  /** Unix milliseconds. */
  readonly startMs: number;
  readonly endMs: number;
  readonly profile: Profile;
}

/** What a profile covers. A shop of this size looks the same with longer ones, and costs more to seed with shorter ones. */
export const DEMO_WINDOW_MS = 5 * 60_000;
/** The same of hosts that have little to do. */
export const COARSE_WINDOW_MS = 3 * DEMO_WINDOW_MS;
export const DEMO_DAY_MS = 86_400_000;
/** The second one, the day before, is there to compare with. */
const DAYS = 2;
/** Of the job that rebuilds the search index, Universal Time. */
const NIGHTLY_FROM_MS = 2 * 3_600_000;
const NIGHTLY_TO_MS = NIGHTLY_FROM_MS + 45 * 60_000;

/**
 * The demo's days, up to a moment: every host of every service, the newest profiles first, so that there is something to see
 * early on. The same minute gives the same profiles, byte for byte.
 */
export function* demoProfiles(services: readonly DemoService[], untilMs: number): Generator<DemoProfile> {
  const endOfDayMs = Math.floor(untilMs / 60_000) * 60_000;
  const templates = services.map(stackTemplate);
  for (let agoMs = DEMO_WINDOW_MS; agoMs <= DAYS * DEMO_DAY_MS; agoMs += DEMO_WINDOW_MS) {
    for (const [at, service] of services.entries()) {
      for (const [hostAt, host] of service.hosts.entries()) {
        const windowMs = host.isQuiet ? COARSE_WINDOW_MS : DEMO_WINDOW_MS;
        if (agoMs % windowMs !== 0 || isDown(host, agoMs)) continue;
        const window = { startMs: endOfDayMs - agoMs, endMs: endOfDayMs - agoMs + windowMs };
        const isAfter = hasSecondRelease(service, host, agoMs);
        const moment = { ...window, seed: at * 16 + hostAt, load: host.load, isAfter };
        const profile = filledTemplate(templates[at]!, valuesOf(service, templates[at]!, moment));
        const release = service.releases[isAfter ? 1 : 0];
        yield { service, host, release, ...window, profile: { ...profile, ...timesOf(window) } };
      }
    }
  }
}

/** Whether a host ran the second release in the window that began so long before the end of the day. */
export const hasSecondRelease = ({ deployedAgoMs }: DemoService, { deployDelayMs }: DemoHost, agoMs: number): boolean =>
  agoMs <= deployedAgoMs - deployDelayMs;

const isDown = ({ downAgoMs }: DemoHost, agoMs: number): boolean =>
  downAgoMs !== undefined && agoMs <= downAgoMs.from && agoMs > downAgoMs.to;

function timesOf({ startMs, endMs }: Pick<Moment, 'startMs' | 'endMs'>): Pick<Profile, 'timeNanos' | 'durationNanos'> {
  const nanos = BigInt(startMs) * 1_000_000n;
  return {
    timeNanos: { lo: Number(BigInt.asUintN(32, nanos)), hi: Number(BigInt.asIntN(32, nanos >> 32n)) },
    durationNanos: (endMs - startMs) * 1e6,
  };
}

interface Moment {
  readonly startMs: number;
  readonly endMs: number;
  /** Of the host. */
  readonly seed: number;
  readonly load: number;
  readonly isAfter: boolean;
}

function valuesOf(
  service: DemoService,
  { stacks }: StackTemplate,
  { startMs, endMs, seed, load, isAfter }: Moment,
): Float64Array[] {
  const slot = startMs / DEMO_WINDOW_MS;
  const busy =
    load * busyness(startMs) * (1 + 0.06 * smoothNoise(slot / 5, seed, 1) + 0.05 * smoothNoise(slot, seed, 2));
  const isNight = startMs % DEMO_DAY_MS >= NIGHTLY_FROM_MS && startMs % DEMO_DAY_MS < NIGHTLY_TO_MS;
  const columns = service.types.map(() => new Float64Array(stacks.length));
  for (const [stack, { cost, costAfter, isNightly }] of stacks.entries()) {
    if (isNightly && !isNight) continue;
    const intensity = (isNightly ? load : busy) * (1 + 0.12 * smoothNoise(slot / 9, seed, stack, 3));
    for (const [type, { perSecond, quantum }] of service.types.entries()) {
      const value = ((isAfter ? costAfter : cost)[type] ?? 0) * intensity * perSecond * ((endMs - startMs) / 1000);
      columns[type]![stack] = sampled(value / quantum, noise(slot, seed, stack, type)) * quantum;
    }
  }
  return columns;
}

/** How many samples a profiler would have seen of so many that it should have: as uneven as chance makes them. */
function sampled(expected: number, chance: number): number {
  const spread = Math.sqrt(expected) * (chance * 2 - 1) * Math.sqrt(3);
  return Math.max(0, Math.floor(expected + spread + chance));
}

/** How busy a shop is at a time of the day, about 1 in the afternoon and a third of it before dawn (Universal Time). */
function busyness(atMs: number): number {
  const hour = (atMs % DEMO_DAY_MS) / 3_600_000;
  const day = (1 - Math.cos(((hour - 4) / 24) * 2 * Math.PI)) / 2;
  const evening = Math.exp(-(((hour - 19.5) / 2) ** 2));
  return 0.32 + 0.62 * day + 0.16 * evening;
}
