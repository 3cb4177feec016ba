import type { Call } from './call.ts';
import { catalogCalls } from './catalog-calls.ts';
import { checkoutCalls } from './checkout-calls.ts';
import { gatewayCalls } from './gateway-calls.ts';

/** A value type of a demo service, and what one of cost is of it. */
export interface DemoType {
  readonly type: string;
  readonly unit: string;
  /** What a cost of 1 comes to in a second. */
  readonly perSecond: number;
  /** What one sample stands for: values are whole multiples of it. */
  readonly quantum: number;
}

export interface DemoService {
  readonly app: string;
  readonly calls: readonly Call[];
  readonly types: readonly DemoType[];
  /** Facets and labels of each of its profiles. */
  readonly labels: Readonly<Record<string, string>>;
  /** The first one and the one that followed. */
  readonly releases: readonly [string, string];
  /** How long before the end of the day the second release came to the first host. */
  readonly deployedAgoMs: number;
  readonly hosts: readonly DemoHost[];
}

export interface DemoHost {
  readonly name: string;
  readonly environment: string;
  /** Share of the load that a host of the service has on average. */
  readonly load: number;
  /** How much earlier or later than the service's first host it got the second release. */
  readonly deployDelayMs: number;
  /** It has little to do, and sends longer profiles. */
  readonly isQuiet: boolean;
  /** When nothing came from it, before the end of the day. */
  readonly downAgoMs?: { readonly from: number; readonly to: number };
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const cpu = (quantum: number): DemoType => ({ type: 'cpu', unit: 'nanoseconds', perSecond: 1e6, quantum });
const wall = (quantum: number): DemoType => ({ type: 'wall', unit: 'nanoseconds', perSecond: 1e6, quantum });
const MILLISECOND = 1e6;

const host = (name: string, load: number, more: Partial<DemoHost> = {}): DemoHost => ({
  name,
  environment: 'production',
  load,
  deployDelayMs: 0,
  isQuiet: false,
  ...more,
});

const released = (app: string, before: string, after: string): readonly [string, string] => [
  `${app}@${before}`,
  `${app}@${after}`,
];

/** A shop of three services. The second release of checkout compiles discount rules again and again. */
export const DEMO_SERVICES: readonly DemoService[] = [
  {
    app: 'gateway',
    calls: gatewayCalls,
    types: [cpu(10 * MILLISECOND), { type: 'alloc_space', unit: 'bytes', perSecond: 10_240, quantum: 512 * 1024 }],
    labels: { runtime: 'go', runtime_version: 'go1.24.9', runtime_arch: 'amd64', runtime_os: 'linux', team: 'edge' },
    releases: released('gateway', '1.31.0', '1.32.0'),
    deployedAgoMs: 16 * HOUR_MS,
    hosts: [host('gateway-1', 1.04), host('gateway-2', 0.96, { deployDelayMs: 5 * MINUTE_MS })],
  },
  {
    app: 'checkout',
    calls: checkoutCalls,
    types: [cpu(5 * MILLISECOND), wall(5 * MILLISECOND)],
    labels: {
      runtime: 'nodejs',
      runtime_version: 'v22.21.1',
      runtime_arch: 'x64',
      runtime_os: 'linux',
      team: 'orders',
    },
    releases: released('checkout', '2.13.2', '2.14.0'),
    deployedAgoMs: 9 * HOUR_MS,
    hosts: [
      host('checkout-1', 0.82),
      host('checkout-2', 0.87, { deployDelayMs: 10 * MINUTE_MS }),
      host('checkout-staging', 0.08, { environment: 'staging', isQuiet: true, deployDelayMs: -4 * HOUR_MS }),
    ],
  },
  {
    app: 'catalog',
    calls: catalogCalls,
    types: [cpu(10 * MILLISECOND), wall(10 * MILLISECOND)],
    labels: {
      runtime: 'CPython',
      runtime_version: '3.12.11',
      runtime_arch: 'x86_64',
      runtime_os: 'Linux',
      team: 'search',
    },
    releases: released('catalog', '5.8.1', '5.9.0'),
    deployedAgoMs: 4 * HOUR_MS,
    hosts: [
      host('catalog-1', 1),
      host('catalog-2', 0.93, {
        deployDelayMs: 10 * MINUTE_MS,
        downAgoMs: { from: 13 * HOUR_MS, to: 13 * HOUR_MS - 40 * MINUTE_MS },
      }),
    ],
  },
];
