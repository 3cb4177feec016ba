import type { AgentLimits } from './capture/agent-limits.ts';
import type { RecorderName } from './protocol/from-agent.ts';

/** How an agent was told to find what it records; `command` is also started by it. */
export type TargetOption =
  | { readonly by: 'pid'; readonly pid: number }
  | { readonly by: 'pid-file'; readonly path: string }
  | { readonly by: 'match'; readonly text: string }
  | { readonly by: 'command'; readonly commandLine: readonly [string, ...string[]] };

export interface AgentOptions {
  /** http or https address of the server. */
  readonly server: string;
  readonly token: string;
  readonly pipeline: string;
  readonly ordinal: number;
  readonly target: TargetOption;
  readonly version: string;
  /** Folder for what is not delivered yet; by default one of the system's places. */
  readonly state?: string | undefined;
  readonly limits?: Partial<AgentLimits> | undefined;
  /** The programs: paths, or names in PATH. */
  readonly samply?: string | undefined;
  readonly perf?: string | undefined;
  /** Only this one; both by default. */
  readonly recorder?: RecorderName | undefined;
  /** As root: let samply see a `perf_event_paranoid` of 1 without changing the machine's. */
  readonly privatePerfParanoid?: boolean | undefined;
  /** One line at a time, without a secret. */
  readonly log: (line: string) => void;
}
