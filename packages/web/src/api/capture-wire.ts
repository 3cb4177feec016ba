/** Shapes of `/api/v1` for pipelines, their hosts and captures. */

export interface Pipeline {
  readonly name: string;
  readonly projectId: number;
  readonly description: string;
  readonly hosts: number;
  /** Whose agents can be told to record now. */
  readonly connectedHosts: number;
  readonly created: string;
  readonly updated: string;
}

export interface HostTarget {
  readonly state: 'found' | 'missing';
  readonly reason: string | null;
  readonly pid: number | null;
  readonly commandLine: string | null;
  readonly threads: number | null;
  /** Cores that it kept busy in the last seconds. */
  readonly cpuCores: number | null;
  readonly runtime: string | null;
}

export interface Host {
  readonly ordinal: number;
  readonly state: 'connected' | 'stale' | 'gone';
  readonly name: string | null;
  readonly os: string | null;
  readonly agentVersion: string | null;
  readonly lastSeen: string | null;
  readonly recorders: readonly {
    readonly name: string;
    readonly version: string | null;
    readonly usable: boolean;
    readonly reason: string | null;
  }[];
  readonly target: HostTarget | null;
  readonly maxDurationSeconds: number | null;
}

export interface PipelineDetail extends Pipeline {
  readonly hostStates: readonly Host[];
}

export const captureStates = [
  'requested',
  'accepted',
  'recording',
  'writing',
  'uploading',
  'done',
  'failed',
  'cancelled',
  'lost',
] as const;
export type CaptureState = (typeof captureStates)[number];

export interface Capture {
  readonly id: string;
  readonly pipeline: string;
  readonly ordinal: number;
  readonly state: CaptureState;
  readonly durationSeconds: number;
  /** Samples per second of CPU time. */
  readonly rate: number;
  readonly requestedBy: string;
  readonly requested: string;
  readonly expected: string;
  /** Null while it runs. */
  readonly ended: string | null;
  /** Why there is no file. */
  readonly cause: string | null;
  readonly recorder: string | null;
  readonly bytes: number | null;
  readonly symbolicated: boolean | null;
  readonly warnings: readonly string[];
  readonly profileId: string | null;
  readonly pinned: boolean;
}

export interface CaptureDetail extends Capture {
  /** Output of the recorder that goes with the cause. */
  readonly detail: string | null;
  /** Of the recording, while it runs. */
  readonly secondsLeft: number | null;
  readonly uploadedBytes: number | null;
}

export interface StartedCaptures {
  readonly captures: readonly Capture[];
  readonly refused: readonly { readonly ordinal: number; readonly code: string; readonly message: string }[];
}
